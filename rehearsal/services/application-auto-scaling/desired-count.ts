import type { Stepping } from './records';

/** How much there is, and how much there may be. */
export interface Bounds {
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/**
 * How many are needed to bring a metric that is shared by all to its target.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function trackedCount({ count, min, max }: Bounds, value: number, target: number): number {
  return between(Math.ceil((count * value) / target), min, max);
}

/**
 * How many a step policy makes of it; `count` when no step is for this value.
 *
 * @param distance the metric's value less the alarm's threshold
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function steppedCount({ count, min, max }: Bounds, distance: number, policy: Stepping): number {
  const step = (policy.StepAdjustments ?? []).find((one) => {
    const low = one.MetricIntervalLowerBound ?? -Infinity;
    const high = one.MetricIntervalUpperBound ?? Infinity;
    // A bound below the threshold belongs to the step below it, one above to the step above it.
    return distance >= 0 ? distance >= low && distance < high : distance > low && distance <= high;
  });
  if (!step) return count;
  return between(adjusted(count, step.ScalingAdjustment ?? 0, policy), min, max);
}

function adjusted(count: number, adjustment: number, policy: Stepping): number {
  if (policy.AdjustmentType === 'ExactCapacity') return adjustment;
  if (policy.AdjustmentType !== 'PercentChangeInCapacity') return count + adjustment;
  const change = (count * adjustment) / 100;
  // A fraction of a task counts as one; more than one is cut.
  const whole = Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
  const least = policy.MinAdjustmentMagnitude ?? 0;
  return count + Math.sign(whole) * Math.max(Math.abs(whole), least);
}

function between(wanted: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, wanted));
}
