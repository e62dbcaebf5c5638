import { Duration } from 'aws-cdk-lib';
import type { Rule } from '../../lambda/analysis/plan';
import { requireMinutesBetween, requireName, requireWholeBetween } from '../private/range-checks';
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
   * Time from one measurement to the next, and the time that one measures; whole minutes, 1 to 60.
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
    return new AnalysisRule({ ...schedule('throughput', options), kind: 'throughput', atLeast });
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
    const rule = { ...schedule(`${word} ${name}`, options), kind, measure: name };
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

function schedule(name: string, options: AnalysisRuleOptions) {
  const { interval = Duration.minutes(1), initialDelay = Duration.minutes(0), failureLimit = 2 } = options;
  requireName('name', options.name, 60, /^[\w .%-]+$/);
  requireMinutesBetween('interval', interval, 1, 60);
  requireMinutesBetween('initialDelay', initialDelay, 0, 1440);
  requireWholeBetween('count', options.count, 1, 10_000);
  requireWholeBetween('failureLimit', failureLimit, 0, 10_000);
  requireWholeBetween('consecutiveLimit', options.consecutiveLimit, 0, 10_000);
  return {
    name: options.name ?? name,
    role: options.muted ? ('muted' as const) : ('decides' as const),
    intervalSeconds: interval.toSeconds(),
    initialDelaySeconds: initialDelay.toSeconds(),
    failureLimit,
    ...(options.count !== undefined && { count: options.count }),
    ...(options.consecutiveLimit !== undefined && { consecutiveLimit: options.consecutiveLimit }),
  };
}
