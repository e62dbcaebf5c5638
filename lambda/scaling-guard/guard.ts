import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { type CodeDeployClient, type DeploymentStatus, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { type Decision, decide } from './decide';
import type { Settings } from './environment';

const RUNNING: DeploymentStatus[] = ['Created', 'Queued', 'InProgress', 'Ready', 'Baking'];

const SCALABLE = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' } as const;

export interface Clients {
  readonly codeDeploy: CodeDeployClient;
  readonly scaling: ApplicationAutoScalingClient;
}

/**
 * Brings scale-in to what it should be now. It does not matter what called it, how often, or what an earlier call has left half done.
 *
 * Whatever cannot be read throws, and nothing is changed: the next call looks again.
 */
export async function guard(
  { application, deploymentGroup, resourceId }: Settings,
  { codeDeploy, scaling }: Clients,
): Promise<Decision> {
  const list = new ListDeploymentsCommand({
    applicationName: application,
    deploymentGroupName: deploymentGroup,
    includeOnlyStatuses: RUNNING,
  });
  const { deployments = [] } = await codeDeploy.send(list);
  const { ScalableTargets = [] } = await scaling.send(
    new DescribeScalableTargetsCommand({ ...SCALABLE, ResourceIds: [resourceId] }),
  );
  const [target] = ScalableTargets;
  const decision = decide(deployments.length > 0, target && (target.SuspendedState ?? {}));
  if (decision !== 'leave') {
    const SuspendedState = { ...target?.SuspendedState, DynamicScalingInSuspended: decision === 'suspend' };
    await scaling.send(new RegisterScalableTargetCommand({ ...SCALABLE, ResourceId: resourceId, SuspendedState }));
  }
  return decision;
}
