import { createHash } from 'node:crypto';
import type { AutoScalingGroup, DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../aws-error';
import type { Cloud } from '../../../cloud';
import { AsRole } from '../as-role';
import { Interruption } from '../interruption';

/** CodeDeploy's own hook waits this long between two heartbeats of CodeDeploy's. */
const HEARTBEAT_SECONDS = 600;

/**
 * Puts CodeDeploy's launch hook on the Auto Scaling groups of a deployment group, so that new instances wait for their
 * revision, and takes it off those that the group had before.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/integrations-aws-auto-scaling.html
 * @throws InvalidAutoScalingGroupException, InvalidRoleException
 */
export async function moveLaunchHooks(
  cloud: Cloud,
  info: DeploymentGroupInfo,
  names: readonly string[],
  before: readonly AutoScalingGroup[],
): Promise<AutoScalingGroup[]> {
  const role = new AsRole(cloud, info.serviceRoleArn ?? '');
  for (const { name, hook } of before) {
    if (names.includes(name ?? '')) continue;
    const input = { AutoScalingGroupName: name, LifecycleHookName: hook };
    await role.call('autoscaling', 'DeleteLifecycleHook', input).catch(() => undefined);
  }
  const groups: AutoScalingGroup[] = [];
  for (const name of names) {
    const hook = hookName(info, name);
    const input = {
      AutoScalingGroupName: name,
      LifecycleHookName: hook,
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      HeartbeatTimeout: HEARTBEAT_SECONDS,
      DefaultResult: 'ABANDON',
    };
    await role.call('autoscaling', 'PutLifecycleHook', input).catch((error) => refuse(name, error));
    groups.push({ name, hook });
  }
  return groups;
}

/** The name is CodeDeploy's, with the same id in every run. */
function hookName({ applicationName, deploymentGroupName }: DeploymentGroupInfo, group: string): string {
  const id = createHash('sha256').update(`${applicationName}/${deploymentGroupName}/${group}`).digest('hex');
  return `CodeDeploy-managed-automatic-launch-deployment-hook-${deploymentGroupName}-${id.slice(0, 8)}`;
}

function refuse(name: string, error: unknown): never {
  if (!(error instanceof Interruption)) throw error;
  const code = error.code === 'IAM_ROLE_PERMISSIONS' ? 'InvalidRoleException' : 'InvalidAutoScalingGroupException';
  throw new AwsError(code, `The Auto Scaling group ${name} cannot be used: ${error.message}`);
}
