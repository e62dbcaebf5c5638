import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  type ECSClient,
  type ServiceDeployment,
} from '@aws-sdk/client-ecs';
import type { Told } from './view';

/** @throws when ECS tells nothing of it */
export async function readDeployment(ecs: ECSClient, arn: string): Promise<ServiceDeployment> {
  const { serviceDeployments = [] } = await ecs.send(
    new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }),
  );
  if (!serviceDeployments[0]) throw new Error(`ECS tells nothing of deployment '${arn}'`);
  return serviceDeployments[0];
}

/** Where the tasks of what served and of what is to serve are registered. */
export async function readGroups(ecs: ECSClient, deployment: ServiceDeployment): Promise<Told['groups']> {
  const source = deployment.sourceServiceRevisions?.[0]?.arn;
  const target = deployment.targetServiceRevision?.arn;
  const { serviceRevisions = [] } = await ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [source, target].flatMap((arn) => arn ?? []) }),
  );
  const groupOf = (arn: string | undefined) =>
    serviceRevisions.find(({ serviceRevisionArn }) => serviceRevisionArn === arn)?.resolvedConfiguration
      ?.loadBalancers?.[0]?.targetGroupArn;
  return { source: groupOf(source), target: groupOf(target) };
}
