/** Which of its scaling is suspended, as Application Auto Scaling says it. */
export interface Suspended {
  readonly DynamicScalingInSuspended?: boolean;
  readonly DynamicScalingOutSuspended?: boolean;
  readonly ScheduledScalingSuspended?: boolean;
}

export type Decision = 'suspend' | 'resume' | 'leave';

/**
 * What to do about scale-in.
 *
 * Only what the guard itself has done is undone: whoever suspends more than scale-in has a reason, and nobody is to find scaling back on.
 *
 * @param suspended undefined when the service does not scale
 */
export function decide(releaseRuns: boolean, suspended: Suspended | undefined): Decision {
  if (!suspended) return 'leave';
  const { DynamicScalingInSuspended: scaleIn = false } = suspended;
  const others = Boolean(suspended.DynamicScalingOutSuspended || suspended.ScheduledScalingSuspended);
  if (releaseRuns) return scaleIn ? 'leave' : 'suspend';
  return scaleIn && !others ? 'resume' : 'leave';
}
