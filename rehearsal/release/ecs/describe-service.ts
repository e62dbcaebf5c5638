import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { LocalAws } from '../../local-aws';
import { rootOf } from '../../principal';
import type { Colour } from '../../report';
import type { ReleaseDescriptor } from '../descriptor';

/** A deployed ECS service that a release can be rehearsed with. */
export interface EcsService extends ReleaseDescriptor {
  readonly groups: Readonly<Record<Colour, string>>;
  /** Names of the alarms that roll a release back. */
  readonly alarms: readonly string[];
  /** Does a person have to promote? */
  readonly hasGate: boolean;
  readonly taskDefinition: TaskDefinition;
  readonly healthPath: string;
}

/** @throws when the service has no task definition */
export async function describeService(aws: LocalAws, descriptor: ReleaseDescriptor): Promise<EcsService> {
  const root = rootOf(aws.cloud.account);
  const codeDeploy = aws.cloud.client(aws.codeDeploy, root);
  const elbv2 = aws.cloud.client(aws.elbv2, root);
  const ecs = aws.cloud.client(aws.ecs, root);
  const { deploymentGroupInfo: group } = await codeDeploy.GetDeploymentGroup({
    applicationName: descriptor.application,
    deploymentGroupName: descriptor.deploymentGroup,
  });
  const pair = group?.loadBalancerInfo?.targetGroupPairInfoList?.[0]?.targetGroups ?? [];
  const { TargetGroups: found = [] } = await elbv2.DescribeTargetGroups({ Names: pair.map(({ name = '' }) => name) });
  const arnOf = (index: number) => found.find((one) => one.TargetGroupName === pair[index]?.name)?.TargetGroupArn ?? '';
  const { taskDefinition } = await ecs.DescribeTaskDefinition({ taskDefinition: descriptor.taskFamily });
  if (!taskDefinition)
    throw new Error(`service '${descriptor.path}' has no task definition '${descriptor.taskFamily}'`);
  return {
    ...descriptor,
    // The constructs render blue first; the pair keeps that order for ever.
    groups: { blue: arnOf(0), green: arnOf(1) },
    alarms: (group?.alarmConfiguration?.alarms ?? []).flatMap(({ name }) => name ?? []),
    hasGate: group?.blueGreenDeploymentConfiguration?.deploymentReadyOption?.actionOnTimeout === 'STOP_DEPLOYMENT',
    taskDefinition,
    healthPath: found[0]?.HealthCheckPath ?? '/',
  };
}
