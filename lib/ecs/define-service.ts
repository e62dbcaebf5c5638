import { CfnDeletionPolicy, Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ServiceParts } from './release-strategy';

/** What depends on who releases the service. */
export interface ReleaseOptions extends Partial<ecs.BaseServiceOptions> {
  /** Where ECS itself brings the candidate up. */
  readonly alternateTarget?: ecs.IAlternateTarget;
}

/** The ECS service, behind the blue target group: both launch types have the same properties as far as a release goes. */
export function defineService(
  { scope, props, targetGroups, container }: Omit<ServiceParts, 'traffic'>,
  { alternateTarget, ...release }: ReleaseOptions,
): ecs.BaseService {
  const options = {
    ...release,
    cluster: props.cluster,
    taskDefinition: props.taskDefinition,
    serviceName: props.serviceName,
    desiredCount: props.desiredCount ?? 2,
    capacityProviderStrategies: props.capacityProviderStrategies,
    healthCheckGracePeriod: props.healthCheckGracePeriod ?? Duration.seconds(60),
    // Without meaning where the candidate always runs beside the live tasks; these are what ECS sets itself.
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
  };
  const network = {
    vpcSubnets: props.taskSubnets,
    securityGroups: props.securityGroups,
    ...(props.assignPublicIp !== undefined && { assignPublicIp: props.assignPublicIp }),
  };
  const service = props.taskDefinition.isFargateCompatible
    ? new ecs.FargateService(scope, 'Service', { ...options, ...network, platformVersion: props.platformVersion })
    : new ecs.Ec2Service(scope, 'Service', { ...options, ...(isAwsVpc(props.taskDefinition) ? network : {}) });
  // Both colours listen on the same container port, so that the rules made for blue's targets serve green's too.
  targetGroups.blue.addTarget(service.loadBalancerTarget({ ...container, alternateTarget }));
  keepOldRevisions(props.taskDefinition);
  return service;
}

/** How targets are registered for this task definition's networking. */
export function targetTypeOf(taskDefinition: ecs.TaskDefinition): elbv2.TargetType {
  return isAwsVpc(taskDefinition) ? elbv2.TargetType.IP : elbv2.TargetType.INSTANCE;
}

function isAwsVpc(taskDefinition: ecs.TaskDefinition): boolean {
  return taskDefinition.networkMode === ecs.NetworkMode.AWS_VPC;
}

/**
 * A changed task definition is a new revision, and CloudFormation would deregister the old one, which is live until the
 * next release and which a rollback needs.
 */
function keepOldRevisions(taskDefinition: ecs.TaskDefinition): void {
  const resource = taskDefinition.node.defaultChild;
  if (!(resource instanceof ecs.CfnTaskDefinition)) return;
  resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  // What holds without it too, written down beside the other: with the stack, the last revision goes.
  resource.cfnOptions.deletionPolicy ??= CfnDeletionPolicy.DELETE;
}
