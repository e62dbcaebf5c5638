import type { Plan } from '../../analysis/plan';

/** How a release is analysed, as the construct tells it to the function that looks. */
export interface AnalysisSettings {
  readonly plan: Plan;
  /** Where each measure of the plan comes from, by its name. */
  readonly sources: Readonly<Record<string, Source>>;
  /** How many requests reached a colour, when it has no load balancer of its own here. */
  readonly requests?: MetricsSource;
  readonly colours: { readonly blue: ColourSource; readonly green: ColourSource };
  /** Name of the table of releases. */
  readonly table: string;
  readonly recordSeconds: number;
  /** Time between two readings of the metrics. */
  readonly lookSeconds: number;
  /** Time between two questions to the function while traffic shifts; shorter than `lookSeconds` when it probes. */
  readonly askSeconds: number;
  /** What becomes of a step that is still in doubt at its end, and how long it may be. */
  readonly doubt: Deadline;
  /** What becomes of a release whose metrics cannot be read for so long. */
  readonly blind: Deadline;
}

/** How long something may last, and what then. */
export interface Deadline {
  readonly seconds: number;
  readonly action: 'pass' | 'fail';
}

/** Where the metrics of one colour are. */
export interface ColourSource {
  /** CloudWatch's dimensions of its target group or load balancer; absent when all measures are given. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Without it the function's own. */
  readonly region?: string;
}

/** One of the load balancer's own measures, by the colour's dimensions, or metrics that a team has named. */
export type Source = LoadBalancerSource | SlowSource | MetricsSource;

/** Metrics of `AWS/ApplicationELB`, each as `<name>:<statistic>`; several add up. A count that is not published is zero. */
export interface LoadBalancerSource {
  readonly bad?: readonly string[];
  readonly total?: readonly string[];
  readonly value?: string;
}

/** How many responses took longer than a bound. */
export interface SlowSource {
  readonly slowerThan: number;
  /** From percentiles instead of the percentile rank, which is coarser. */
  readonly byPercentiles?: boolean;
}

/** A team's own metrics, for each colour. */
export interface MetricsSource {
  /** Seconds: 1, 10, 30, or a multiple of 60. */
  readonly period: number;
  readonly blue: Named;
  readonly green: Named;
}

/** Counts, or a value; `n` is how many things a value was made from, 1 when absent. */
export interface Named {
  readonly bad?: Term;
  readonly total?: Term;
  readonly value?: Term;
  readonly n?: Term;
}

/** One metric, or an expression of several. */
export interface Term {
  readonly namespace?: string;
  readonly name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly stat?: string;
  readonly account?: string;
  readonly expression?: string;
  /** What the expression's variables are. */
  readonly using?: Readonly<Record<string, Term>>;
}
