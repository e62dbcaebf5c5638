/** What decides how many instances an instance refresh may replace at a time. */
export interface RefreshSituation {
  readonly desired: number;
  /** Healthy and ready instances. */
  readonly ready: number;
  readonly minHealthyPercentage: number;
  readonly maxHealthyPercentage: number;
  /** Instances that are still to be replaced, up to the next checkpoint. */
  readonly left: number;
}

/** The next instances to replace. */
export interface RefreshBatch {
  readonly size: number;
  /** How many of them are launched before the old ones are terminated. */
  readonly launchFirst: number;
}

/**
 * The next batch: as many as the minimum of healthy instances (rounded up) allows to be away, and as many as the maximum
 * (rounded down) allows to be there beside them; at least one, else a group of one instance could never be refreshed. Pure.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/understand-instance-refresh-default-values.html
 */
export function nextBatch(situation: RefreshSituation): RefreshBatch {
  const { desired, ready, minHealthyPercentage, maxHealthyPercentage, left } = situation;
  const mayBeAway = Math.max(0, ready - Math.ceil((desired * minHealthyPercentage) / 100));
  // with a maximum above 100 percent at least one instance may be added (INFERENCE: else "launch before terminating" with its
  // 110 percent would do nothing for a group of less than ten)
  const above = Math.floor((desired * (maxHealthyPercentage - 100)) / 100);
  const mayBeMore = maxHealthyPercentage > 100 ? Math.max(1, above) : 0;
  const size = Math.min(left, Math.max(1, mayBeAway + mayBeMore));
  return { size, launchFirst: Math.min(size, mayBeMore) };
}

/** How many instances must be replaced at each checkpoint; the last one ends the refresh. */
export function checkpointCounts(total: number, percentages: readonly number[] = []): number[] {
  return (percentages.length > 0 ? percentages : [100]).map((percent) => Math.ceil((total * percent) / 100));
}
