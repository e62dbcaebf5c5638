import type * as sdk from '@aws-sdk/client-ecs';
import { AwsError } from '../../../aws-error';
import type { ProviderContext } from '../provider';

/**
 * Waits until a service is steady: its tasks run and are healthy, and nothing older is left.
 *
 * @throws AwsError NotStabilized, with what ECS says last, when it takes too long (CloudFormation gives a service three
 * hours; an hour without an end is an error that should be seen, so here it is less)
 */
export async function untilSteady(
  service: string,
  cluster: string | undefined,
  context: ProviderContext,
): Promise<void> {
  let seen: sdk.Service | undefined;
  for (let waited = 0; waited < TIMEOUT_SECONDS; waited += POLL_SECONDS) {
    const input = { cluster, services: [service] };
    const output = await context.call<sdk.DescribeServicesRequest, sdk.DescribeServicesResponse>(
      'ecs',
      'DescribeServices',
      input,
    );
    seen = output.services?.[0];
    if (seen && isSteady(seen)) return;
    await context.wait(POLL_SECONDS);
  }
  const said = seen?.events?.[0]?.message;
  throw new AwsError(
    'NotStabilized',
    `Exceeded attempts to wait: after ${TIMEOUT_SECONDS / 60} minutes ${seen?.runningCount ?? 0} of ${seen?.desiredCount ?? 0} tasks of the service run and are healthy${said ? `; ECS says: ${said}` : ''}`,
  );
}

function isSteady({
  desiredCount = 0,
  runningCount = 0,
  pendingCount = 0,
  deployments,
  taskSets,
}: sdk.Service): boolean {
  if (runningCount !== desiredCount || pendingCount > 0) return false;
  if (taskSets?.length) return taskSets.every((one) => one.stabilityStatus === 'STEADY_STATE');
  const rollouts = (deployments ?? []).map((one) => one.rolloutState ?? 'COMPLETED');
  return rollouts.length <= 1 && rollouts.every((one) => one === 'COMPLETED');
}

const TIMEOUT_SECONDS = 1800;
const POLL_SECONDS = 2;
