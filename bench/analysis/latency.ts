import type { Draws } from './draws';
import { MEDIAN_SECONDS, SIGMA, SLOW_Z } from './scene';

export interface MixedLatency {
  readonly slower: number;
  /** This share of the requests takes five times as long. */
  readonly bimodal?: number;
}

/** What a minute's response times were. Percentiles are in seconds. */
export interface LatencyCounts {
  readonly slow: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * How many of a minute's requests are slow, and their percentiles: drawn together, so that all tell of the same requests.
 *
 * @param beside draws p95 and p50, which came later: the seeds of older tables give the same releases as ever
 */
export function latencyCounts(draws: Draws, beside: Draws, requests: number, latency: MixedLatency): LatencyCounts {
  const share = above(SLOW_Z * SIGMA, latency);
  const slow = draws.binomial(requests, share);
  const ranked = { requests, slow, share };
  const p99 = rankedAt(draws, { rank: 0, tail: 0 }, 99, ranked);
  const p95 = rankedAt(beside, p99, 95, ranked);
  const p50 = rankedAt(beside, p95, 50, ranked);
  const seconds = ({ tail }: Ranked) => MEDIAN_SECONDS * Math.exp(quantile(tail, latency));
  return { slow, p99: seconds(p99), p95: seconds(p95), p50: seconds(p50) };
}

/** A request by its rank from the slowest, and the share of all requests that there are above its response time. */
interface Ranked {
  readonly rank: number;
  readonly tail: number;
}

/** The request at a percentile, given a slower one: among the slow ones, or else among the others. */
function rankedAt(
  draws: Draws,
  slower: Ranked,
  percentile: number,
  { requests, slow, share }: { readonly requests: number; readonly slow: number; readonly share: number },
): Ranked {
  const rank = requests - Math.ceil((percentile / 100) * requests) + 1;
  if (rank <= slower.rank) return slower;
  const isSlow = rank <= slow;
  const [from, to] = isSlow ? [slower.tail, share] : [Math.max(share, slower.tail), 1];
  const before = isSlow ? slower.rank : Math.max(slow, slower.rank);
  const last = isSlow ? slow : requests;
  return { rank, tail: from + (to - from) * draws.beta(rank - before, last - rank + 1) };
}

/** The share of requests above a logarithm of the response time, relative to the median. */
function above(log: number, { slower, bimodal = 0 }: MixedLatency): number {
  const z = (log - Math.log(slower)) / SIGMA;
  return (1 - bimodal) * normalTail(z) + bimodal * normalTail(z - Math.log(5) / SIGMA);
}

/** The logarithm that this share of requests is above. */
function quantile(tail: number, latency: MixedLatency): number {
  if (latency.bimodal === undefined) return Math.log(latency.slower) + SIGMA * normalQuantile(1 - tail);
  let [low, high] = [-5, 8];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (above(middle, latency) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17: good to 7.5e-8. */
function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.exp((-z * z) / 2) * 0.3989422804014327 * sum;
}

/** Abramowitz and Stegun 26.2.23: good to 4.5e-4, a hundredth of what chance does to a minute's p99. */
function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(Math.max(1e-300, 1 - p)));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
