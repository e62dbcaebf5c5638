import type { Counts } from './sample';

/**
 * The bets on counts. Of all bad requests of both colours in one minute, the candidate's number is binomial, with its part of the
 * requests, weighted by how bad it is, as the probability (the conditional test of two Poisson rates; Przyborowski and Wilenski 1940).
 * What hits both colours alike changes the number of bad requests but not the candidate's part.
 */
const BETS: readonly { readonly times: number; readonly share: number }[] = [
  { times: 1.8, share: 0.3 },
  { times: 4, share: 0.45 },
  { times: 10, share: 0.18 },
  { times: 60, share: 0.07 },
];

export const COUNT_BETS: readonly number[] = BETS.map(({ share }) => share);

/** What a minute can prove at most, whatever its numbers say. All of it takes evidence away, so that the bound still holds. */
export interface Doubt {
  /** How many times as much as chance allows live's minutes differ; 1 or more. Evidence is worth that much less. */
  readonly dispersion: number;
  /** No minute on its own proves more than this (natural logarithm), because bad requests come in clumps... */
  readonly most: number;
  /** ...but a minute that would prove this many times as much proves `most` at least: no clump is that large. */
  readonly clump: number;
}

/**
 * The logarithm of each bet's factor for one minute. A bet says that the candidate is `times` the tolerated ratio as bad; it is laid against
 * `allowed`, which is larger than that ratio in a cold start only.
 */
export function logFactors(
  candidate: Counts,
  live: Counts,
  tolerated: number,
  allowed: number,
  doubt: Doubt,
): number[] {
  if (candidate.bad + live.bad === 0 || candidate.total === 0 || live.total === 0) return BETS.map(() => 0);
  const odds = candidate.total / live.total;
  const asAllowed = part(allowed * odds);
  return BETS.map(({ times }) => {
    const worse = part(Math.max(allowed, tolerated * times) * odds);
    const log = candidate.bad * Math.log(worse / asAllowed) + live.bad * Math.log((1 - worse) / (1 - asAllowed));
    return Math.min(log, Math.max(doubt.most, log / doubt.clump)) / doubt.dispersion;
  });
}

function part(odds: number): number {
  return odds / (1 + odds);
}
