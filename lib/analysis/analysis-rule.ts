import { Duration } from 'aws-cdk-lib';
import type { Rule } from '../../lambda/analysis/plan';
import {
  requireMinutesBetween,
  requireName,
  requireSecondsBetween,
  requireWholeBetween,
} from '../private/range-checks';
import type { Measure } from './measure';

/** When a fixed rule is measured, and how many bad measurements send a release back. */
export interface AnalysisRuleOptions {
  /**
   * What reports call it.
   *
   * @default - made of what it says
   */
  readonly name?: string;

  /**
   * Whether it is measured and reported, but never sends a release back.
   *
   * @default false
   */
  readonly muted?: boolean;

  /**
   * Time from one measurement to the next, and the time that one measures: whole minutes, 1 to 60, or, where the measure has a period below
   * a minute, 10 to 59 seconds that are a multiple of that period. A metric with a longer period is measured once in each of its periods.
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;

  /**
   * No measurement before the candidate has had traffic for so long; whole minutes, 0 to 1440.
   *
   * @default Duration.minutes(0)
   */
  readonly initialDelay?: Duration;

  /**
   * Number of measurements.
   *
   * @default - as many as there are until the end
   */
  readonly count?: number;

  /**
   * So many failed measurements are tolerated, in all.
   *
   * @default 2
   */
  readonly failureLimit?: number;

  /**
   * So many failed measurements are tolerated in a row.
   *
   * @default - as many as `failureLimit`
   */
  readonly consecutiveLimit?: number;
}

/** A limit, or two. */
export interface LimitRuleOptions extends AnalysisRuleOptions {
  /**
   * More is bad. A share from 0 to 1 for counts, a value in the metric's own unit otherwise.
   *
   * @default - no upper limit
   */
  readonly atMost?: number;

  /**
   * Less is bad.
   *
   * @default - no lower limit
   */
  readonly atLeast?: number;
}

/**
 * A fixed rule beside the comparison, as other tools have it. A rule knows nothing of chance: with little traffic it sends healthy
 * candidates back, so give it a `failureLimit`.
 *
 * It takes each measurement for the truth, so it waits until that is certain not to change any more: four minutes after its end, because
 * CloudWatch has shown the load balancer's minutes that late. With the default interval and `failureLimit` a candidate that is bad from
 * its first request on goes back after some eight minutes. Where the measure has a period below a minute (`Measure.counts`,
 * `Measure.value`) the wait is 30 seconds: such metrics come from the app itself, which has written a period some seconds after its end. What
 * comes later still counts at the next look, for four minutes.
 */
export class AnalysisRule {
  /** A limit for the candidate alone: `{ atMost: 0.01 }` for errors, `{ atMost: 0.5 }` for a percentile in seconds. */
  public static candidate(measure: Measure, options: LimitRuleOptions): AnalysisRule {
    return AnalysisRule.limit('absolute', 'candidate', measure, options);
  }

  /** A limit for the candidate divided by live: `{ atMost: 2 }` for twice live's. */
  public static ratioToLive(measure: Measure, options: LimitRuleOptions): AnalysisRule {
    return AnalysisRule.limit('relative', 'ratio', measure, options);
  }

  /** The candidate's part of the requests divided by its weight must not fall below this share: its throughput collapses. */
  public static throughput(atLeast: number, options: AnalysisRuleOptions = {}): AnalysisRule {
    if (!(atLeast > 0 && atLeast < 1)) {
      throw new Error(`'atLeast' must be above 0 and below 1, got ${atLeast}; 0.5 is half of what its weight promises`);
    }
    return new AnalysisRule({ ...schedule('throughput', options, 60), kind: 'throughput', atLeast });
  }

  private static limit(
    kind: 'absolute' | 'relative',
    word: string,
    measure: Measure,
    { atMost, atLeast, ...options }: LimitRuleOptions,
  ): AnalysisRule {
    const { name } = measure._planned;
    if (atMost === undefined && atLeast === undefined) {
      throw new Error(`a rule of measure '${name}' has no limit; give 'atMost' or 'atLeast'`);
    }
    const period = measure._own?.source.period ?? 60;
    const rule = { ...schedule(`${word} ${name}`, options, period), kind, measure: name };
    const limits = { ...(atMost !== undefined && { atMost }), ...(atLeast !== undefined && { atLeast }) };
    return new AnalysisRule({ ...rule, ...limits }, measure);
  }

  private constructor(
    /** @internal */
    public readonly _rule: Rule,
    /** @internal */
    public readonly _measure?: Measure,
  ) {}
}

/**
 * How old a measurement of a short period must be to count. CloudWatch asks that logs with metrics of high resolution are sent every five
 * seconds, which is what its agent does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Alarms.html
 */
const SHORT_SETTLE_SECONDS = 30;

function schedule(name: string, options: AnalysisRuleOptions, period: number) {
  const { interval = Duration.minutes(1), initialDelay = Duration.minutes(0), failureLimit = 2 } = options;
  requireName('name', options.name, 60, /^[\w .%-]+$/);
  requireInterval(interval, period);
  requireMinutesBetween('initialDelay', initialDelay, 0, 1440);
  requireWholeBetween('count', options.count, 1, 10_000);
  requireWholeBetween('failureLimit', failureLimit, 0, 10_000);
  requireWholeBetween('consecutiveLimit', options.consecutiveLimit, 0, 10_000);
  return {
    name: options.name ?? name,
    role: options.muted ? ('muted' as const) : ('decides' as const),
    intervalSeconds: interval.toSeconds(),
    initialDelaySeconds: initialDelay.toSeconds(),
    ...(period < 60 && { countsAfterSeconds: SHORT_SETTLE_SECONDS }),
    failureLimit,
    ...(options.count !== undefined && { count: options.count }),
    ...(options.consecutiveLimit !== undefined && { consecutiveLimit: options.consecutiveLimit }),
  };
}

/** Fails unless the interval is whole minutes, or a multiple of a period below a minute, not shorter than the time between two looks. */
function requireInterval(interval: Duration, period: number): void {
  if (interval.isUnresolved() || interval.toMilliseconds() >= 60_000 || period >= 60) {
    requireMinutesBetween('interval', interval, 1, 60);
    return;
  }
  requireSecondsBetween('interval', interval, 10, 60);
  if (interval.toSeconds() % period === 0) return;
  throw new Error(
    `'interval' of ${interval.toSeconds()} seconds is no multiple of the measure's period of ${period} seconds; give one that is`,
  );
}
