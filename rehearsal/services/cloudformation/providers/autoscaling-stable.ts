import type * as sdk from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../../aws-error';
import type { ProviderContext } from '../provider';

/**
 * Waits until a group has as many instances in service as it wants; whether their targets are healthy is not asked.
 *
 * @throws AwsError NotStabilized, with the last activity that failed, when it takes too long
 */
export async function untilStable(name: string, context: ProviderContext): Promise<void> {
  let seen: sdk.AutoScalingGroup | undefined;
  for (let waited = 0; waited < TIMEOUT_SECONDS; waited += POLL_SECONDS) {
    seen = await describe(name, context);
    if (seen && isStable(seen)) return;
    await context.wait(POLL_SECONDS);
  }
  const { Activities = [] } = await context.call<sdk.DescribeScalingActivitiesType, sdk.ActivitiesType>(
    'autoscaling',
    'DescribeScalingActivities',
    { AutoScalingGroupName: name },
  );
  const failed = Activities.find((one) => one.StatusCode === 'Failed')?.StatusMessage;
  const { Instances = [], MinSize, DesiredCapacity } = seen ?? {};
  const sizes = `{current/minSize/desired instances = ${Instances.filter(isInService).length}/${MinSize}/${DesiredCapacity}}`;
  throw new AwsError(
    'NotStabilized',
    `Group did not stabilize. ${sizes}.${failed ? ` Failed Scaling Activity: ${failed}` : ''}`,
  );
}

/** Waits until a deleted group is described no more. */
export async function untilGone(name: string, context: ProviderContext): Promise<void> {
  for (let waited = 0; waited < TIMEOUT_SECONDS; waited += POLL_SECONDS) {
    if (!(await describe(name, context))) return;
    await context.wait(POLL_SECONDS);
  }
  throw new AwsError('NotStabilized', `Group '${name}' still has instances after ${TIMEOUT_SECONDS / 60} minutes`);
}

async function describe(name: string, context: ProviderContext): Promise<sdk.AutoScalingGroup | undefined> {
  const input = { AutoScalingGroupNames: [name] };
  const { AutoScalingGroups = [] } = await context.call<sdk.AutoScalingGroupNamesType, sdk.AutoScalingGroupsType>(
    'autoscaling',
    'DescribeAutoScalingGroups',
    input,
  );
  return AutoScalingGroups[0];
}

function isStable({ Instances = [], DesiredCapacity = 0 }: sdk.AutoScalingGroup): boolean {
  return Instances.filter(isInService).length >= DesiredCapacity;
}

function isInService({ LifecycleState }: sdk.Instance): boolean {
  return LifecycleState === 'InService';
}

/** The time that CloudFormation gives a group is not documented (INFERENCE); half an hour is long enough to be seen. */
const TIMEOUT_SECONDS = 1_800;
const POLL_SECONDS = 5;
