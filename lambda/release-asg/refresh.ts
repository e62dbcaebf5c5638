import {
  type AutoScalingClient,
  DescribeInstanceRefreshesCommand,
  type InstanceRefresh,
} from '@aws-sdk/client-auto-scaling';

/** What became of the replacement of a group's instances. */
export interface RefreshState {
  readonly status: 'running' | 'done' | 'ended';
  /** Why it ended before it was done. */
  readonly reason?: string;
}

/** The newest refresh of a group, if it was started after a time; one that is not listed yet runs. */
export async function readRefresh(client: AutoScalingClient, group: string, since: string): Promise<RefreshState> {
  const { InstanceRefreshes = [] } = await client.send(
    new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: group, MaxRecords: 1 }),
  );
  return refreshState(InstanceRefreshes[0], since);
}

/** By the status of the refresh; `SkipMatching` is off, so that one that succeeded has replaced every instance. */
export function refreshState(refresh: InstanceRefresh | undefined, since: string): RefreshState {
  const { Status, StatusReason, StartTime } = refresh ?? {};
  if (Status === undefined || (StartTime && StartTime.getTime() < Date.parse(since))) return { status: 'running' };
  if (Status === 'Successful') return { status: 'done' };
  if (GOES_ON.includes(Status)) return { status: 'running' };
  return { status: 'ended', reason: `the instance refresh is ${Status}${StatusReason ? `, ${StatusReason}` : ''}` };
}

const GOES_ON: readonly string[] = ['Pending', 'InProgress', 'Baking'];
