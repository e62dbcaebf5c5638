/** How a release is judged: made at synth, plain JSON, read by the function that looks. */
export interface Plan {
  /**
   * Bound on the probability that a candidate which is not worse than tolerated is sent back by the comparison, over the whole
   * release and all measures together, such as 0.001.
   */
  readonly falseRollbacks: number;
  /** A candidate may be this many times as bad as live, such as 1.2. Above 1. */
  readonly toleratedRatio: number;
  /** Requests that the candidate must have had before a comparison may pass it. */
  readonly minimumRequests: number;
  /** What is forgiven to a candidate right after its first requests. */
  readonly coldStart: ColdStart;
  /** CloudWatch may still change a minute until it is this old, counted from its end; then it is judged once and for all. */
  readonly settleSeconds: number;
  /** A candidate that should have had requests for this long and had none has failed. */
  readonly noCandidateTrafficSeconds: number;
  /** What happens when there is nothing to compare with, because live has no requests although it has weight. */
  readonly noLiveTraffic: { readonly seconds: number; readonly action: 'pass' | 'fail' };
  /** Judged and reported as ever, but the verdict is always pass. */
  readonly dryRun: boolean;
  readonly measures: readonly Measure[];
  /** Fixed rules beside the comparison. */
  readonly rules: readonly Rule[];
}

/** What is forgiven to a candidate that has to warm up: connections, caches, compilers. */
export interface ColdStart {
  /** Length of the start, from the moment the candidate gets weight. 0: nothing is forgiven. */
  readonly seconds: number;
  /** In that time the candidate may be so many times as bad as live, such as 4; never less than the tolerated ratio. */
  readonly ratio: number;
  /**
   * Within that ratio the start still counts: the evidence is at most this many times what it is against a candidate as cold as it may be;
   * 1: no more than that. For a candidate that is in fact cold the bound on false rollbacks is this many times as large.
   */
  readonly credit: number;
}

/**
 * - decides: enough evidence sends the release back
 * - critical: decides, and as long as it has no data nothing passes
 * - muted: judged and reported, never decides
 */
export type Role = 'decides' | 'critical' | 'muted';

export type Measure = CountsMeasure | ValueMeasure;

interface AnyMeasure {
  /** Unique among the measures, such as `errors`. */
  readonly name: string;
  readonly role: Role;
  /** Part of `falseRollbacks` that this measure may spend, relative to the other measures; 1 when absent. */
  readonly share?: number;
  /** Instead of the plan's. */
  readonly toleratedRatio?: number;
}

/** Bad ones out of all. */
export interface CountsMeasure extends AnyMeasure {
  readonly kind: 'counts';
  /** For the sentence "candidate <did> 41 of 5,950 <things>": `failed`, `was slow on`. */
  readonly did: string;
  /** `requests`, `orders`. */
  readonly things: string;
  /** Never sent back while the candidate's share of bad ones exceeds live's by less than this, such as 0.0005. */
  readonly floor: number;
  /** Instead of the plan's. */
  readonly coldStart?: ColdStart;
}

/** A number a period, such as a percentile or orders per request. */
export interface ValueMeasure extends AnyMeasure {
  readonly kind: 'value';
  /** For the sentence "candidate's <things> was 0.52 s": `p99`, `orders per request`. */
  readonly things: string;
  /** Written after the number, such as ` s`; may be empty. */
  readonly unit: string;
  /** Which way is worse. */
  readonly worse: 'higher' | 'lower';
}

export type Rule = AbsoluteRule | RelativeRule | ThroughputRule;

/** When a rule is measured, and how many bad measurements send a release back. */
export interface Schedule {
  /** Unique among the rules, for reports. */
  readonly name: string;
  readonly role: 'decides' | 'muted';
  /** Time from one measurement to the next, and the time that one measures; whole minutes, or a multiple of its measure's shorter period. */
  readonly intervalSeconds: number;
  /**
   * A measurement that ended so long ago counts for the look at hand already; it is taken for good when it has settled. Absent: it counts
   * when it has settled, because a minute of the load balancer may show its errors before its requests.
   */
  readonly countsAfterSeconds?: number;
  /** No measurement before the candidate has had weight for so long. */
  readonly initialDelaySeconds: number;
  /** Number of measurements; without end when absent. */
  readonly count?: number;
  /** So many failed measurements are tolerated, in all; any number when absent. */
  readonly failureLimit?: number;
  /** So many failed measurements are tolerated in a row; any number when absent. */
  readonly consecutiveLimit?: number;
}

/** A limit for the candidate alone: its share of bad ones for counts, its value for values. */
export interface AbsoluteRule extends Schedule {
  readonly kind: 'absolute';
  readonly measure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A limit for the candidate divided by live, over the same minutes: 1.2 for a divergence above 20 %, 2 for twice live's. */
export interface RelativeRule extends Schedule {
  readonly kind: 'relative';
  readonly measure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** The candidate's part of the requests, divided by its weight. */
export interface ThroughputRule extends Schedule {
  readonly kind: 'throughput';
  readonly atLeast: number;
}
