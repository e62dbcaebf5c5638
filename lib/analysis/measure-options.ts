import type { Percent } from '../rollback/percent';
import type { ColourMetric } from './colour-metric';

/** How much a measure counts. */
export interface MeasureOptions {
  /**
   * Whether nothing passes as long as this measure has no data of the candidate.
   *
   * @default false
   */
  readonly critical?: boolean;

  /**
   * Whether it is judged and reported, but never sends a release back. For getting to know a new measure.
   *
   * @default false
   */
  readonly muted?: boolean;

  /**
   * How many times as bad as live the candidate may be, above 1.
   *
   * @default - the analysis's own `toleratedRatio`
   */
  readonly toleratedRatio?: number;
}

/** How a count measure counts. */
export interface CountMeasureOptions extends MeasureOptions {
  /**
   * A larger share of bad ones than live's by less than this never sends a release back, however certain it is.
   *
   * @default - 0.05 percent, and 0.5 percent for slow requests
   */
  readonly floor?: Percent;
}

/** What is a slow request. */
export interface SlowRequestsOptions extends CountMeasureOptions {
  /**
   * Whether slow requests are counted from percentiles instead of CloudWatch's percentile rank. It is coarser; for metrics that have no
   * percentile rank.
   *
   * @default false
   */
  readonly byPercentiles?: boolean;
}

/** Counts of a team's own: so many bad ones out of so many. */
export interface CountsOptions extends CountMeasureOptions {
  /** How many were bad. Missing is none, where `total` has data. */
  readonly bad: ColourMetric;

  /** How many there were in all. */
  readonly total: ColourMetric;

  /**
   * For the sentence `candidate <did> 41 of 5,950 <things>`.
   *
   * @default 'failed'
   */
  readonly did?: string;

  /**
   * For the same sentence.
   *
   * @default 'requests'
   */
  readonly things?: string;
}

/** A number of a team's own, such as orders per request. */
export interface ValueOptions extends MeasureOptions {
  /** The number, one in each period. */
  readonly metric: ColourMetric;

  /**
   * Whether more of it is better, as with orders per request. Otherwise more is worse, as with a response time.
   *
   * @default false
   */
  readonly higherIsBetter?: boolean;

  /**
   * Written after the number, such as ` s`.
   *
   * @default - nothing
   */
  readonly unit?: string;
}
