/** What one measure of one period was, by role. A role without data in that period is absent; it is not the same as zero. */
export interface Sample {
  readonly measure: string;
  /** Start of the period, milliseconds since 1970. */
  readonly at: number;
  /** Length of the period. A metric of 10 seconds gives six samples a minute, which are judged together, as many as there are yet. */
  readonly seconds: number;
  readonly candidate?: Observed;
  readonly live?: Observed;
}

export type Observed = Counts | Value;

export interface Counts {
  readonly bad: number;
  readonly total: number;
}

export interface Value {
  readonly value: number;
  /** Number of things that the value was made from, such as requests. */
  readonly n: number;
}

/** Requests that reached each colour in one period. */
export interface Requests {
  readonly at: number;
  readonly seconds: number;
  readonly candidate: number;
  readonly live: number;
}

/** From when on the candidate had which share of the traffic. */
export interface Step {
  readonly at: number;
  /** 0 to 1. */
  readonly weight: number;
}

/**
 * What a look has before it. Periods may be given again and again, and those that changed since count as they are now:
 * each is judged for good once, when it has settled. Give everything from `judgedFrom(state)` on.
 */
export interface Input {
  readonly samples: readonly Sample[];
  readonly requests: readonly Requests[];
  /** All steps of the release so far, oldest first. */
  readonly steps: readonly Step[];
}
