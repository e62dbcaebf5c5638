import type { Duration } from 'aws-cdk-lib';
import type { Percent } from '../rollback/percent';
import type { AnalysisRule } from './analysis-rule';
import type { InconclusiveAction } from './inconclusive-action';
import type { Measure } from './measure';

/** How a release is analysed. */
export interface AnalysisOptions {
  /**
   * How often a candidate that is no worse than tolerated may be sent back by chance: above 0, at most 10 percent of releases. It holds for
   * the whole release, however often it is looked at, and for all measures together.
   *
   * @default Percent.of(0.1)
   */
  readonly falseRollbacks?: Percent;

  /**
   * How many times as bad as live the candidate may be, above 1.
   *
   * @default 1.2
   */
  readonly toleratedRatio?: number;

  /**
   * Requests that the candidate must have had before the comparison passes it; it can fail with fewer.
   *
   * @default 100
   */
  readonly minimumRequests?: number;

  /**
   * How long after its first requests a candidate may be worse while it warms up (connections, caches, compilers), 0 seconds to 10 minutes.
   *
   * @default Duration.seconds(60)
   */
  readonly coldStart?: Duration;

  /**
   * How many times as bad as live the candidate may be in that time, above 1; what is beyond counts as ever.
   *
   * @default 4
   */
  readonly coldStartRatio?: number;

  /**
   * Fixed rules beside the comparison.
   *
   * @default - the comparison alone decides
   */
  readonly rules?: AnalysisRule[];

  /**
   * Whether everything is judged, recorded and reported, but nothing sends a release back. What would have been done, and when, is in each
   * look and in the message at the end.
   *
   * @default false
   */
  readonly dryRun?: boolean;

  /**
   * For how long the candidate may have had no requests although it has weight, 4 minutes to 1 hour; then it has failed. CloudWatch shows
   * requests one to four minutes late.
   *
   * @default Duration.minutes(6)
   */
  readonly noCandidateTraffic?: Duration;

  /**
   * For how long live may have had no requests although it has weight, 4 minutes to 24 hours; then `liveWithoutTrafficAction` holds.
   * After four minutes already nothing passes.
   *
   * @default Duration.minutes(15)
   */
  readonly liveWithoutTraffic?: Duration;

  /**
   * What becomes of a release whose live colour has no requests, so that there is nothing to compare with.
   *
   * @default InconclusiveAction.FAIL
   */
  readonly liveWithoutTrafficAction?: InconclusiveAction;

  /**
   * How long a step is drawn out while the analysis is in doubt (too few requests, or not certain enough), 0 seconds to 24 hours. CodeDeploy
   * goes by its own clock: with an ECS service there is no drawing out.
   *
   * @default Duration.minutes(10)
   */
  readonly patience?: Duration;

  /**
   * What becomes of a step that is still in doubt then.
   *
   * @default InconclusiveAction.PASS
   */
  readonly inDoubt?: InconclusiveAction;

  /**
   * How long the metrics may be unreadable while the candidate has traffic, 1 minute to 24 hours; then `blindAction` holds.
   *
   * @default Duration.minutes(10)
   */
  readonly blindTimeout?: Duration;

  /**
   * What becomes of a release whose metrics cannot be read: CloudWatch is down, throttles, or a permission is missing.
   *
   * @default InconclusiveAction.FAIL
   */
  readonly blindAction?: InconclusiveAction;

  /**
   * Time between two readings of the metrics while traffic shifts, 10 seconds to 5 minutes; in the bake it becomes longer, up to 5 minutes.
   * Each reading is one request with some 10 to 20 metrics, which CloudWatch charges for.
   *
   * @default - 30 seconds; 10 seconds when a measure has a period below a minute, and is judged by it (`Measure.counts`)
   */
  readonly lookEvery?: Duration;
}

/** How a release is analysed by the load balancer's measures. */
export interface TargetAnalysisOptions extends AnalysisOptions {
  /**
   * A request that takes longer is slow; the share of slow requests is compared.
   *
   * @default Duration.seconds(1)
   */
  readonly slowerThan?: Duration;

  /**
   * Measures beside the usual ones; one of the same name takes a usual one's place.
   *
   * @default - none
   */
  readonly measures?: Measure[];
}
