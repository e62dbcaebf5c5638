/** What happens in one kind of release. */
export interface Scene {
  readonly name: string;
  readonly requestsPerSecond: number;
  /** Share of live's requests that fail. */
  readonly errors: number;
  /** The day that both colours have. */
  readonly day: 'calm' | 'bursts' | 'rise' | 'clumps';
  /** What the candidate does in its first minute. */
  readonly coldStart: boolean;
  /** What is wrong with the candidate; it is as good as live when absent. */
  readonly regression?: Regression;
}

/** The candidate's share of failed requests and its latency, by seconds since it got its first traffic and its weight now. */
export interface Regression {
  readonly errors?: (seconds: number, weight: number) => number;
  /** Response times are this many times as long. */
  readonly slower?: (seconds: number, weight: number) => number;
  /** This share of the requests takes five times as long. */
  readonly bimodal?: number;
}

/** Seconds since the first traffic, and the weight from then on; then the bake up to an hour. */
export const STEPS = [
  { after: 0, weight: 0.1 },
  { after: 600, weight: 0.25 },
  { after: 1200, weight: 0.5 },
  { after: 1800, weight: 1 },
] as const;

export const RELEASE_SECONDS = 3600;
/** The hour before, which a baseline is made from. */
export const HISTORY_MINUTES = 60;

/** Response times are lognormal: half of them above 100 ms, p95 at 228 ms, p99 at 320 ms. */
export const MEDIAN_SECONDS = 0.1;
export const SIGMA = 0.5;
/** A slow request takes longer than live's p95. */
export const SLOW_SHARE = 0.05;
export const SLOW_Z = 1.6448536269514722;
export const SLOW_SECONDS = MEDIAN_SECONDS * Math.exp(SIGMA * SLOW_Z);
