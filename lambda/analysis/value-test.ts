import type { ValueMeasure } from './plan';
import type { Value } from './sample';

/**
 * The bets on a value, such as a percentile: in how many minutes was the candidate worse than tolerated? If it is not worse, that is so in
 * at most every other minute, whatever the values' distribution is (a sequential sign test).
 */
const BETS: readonly { readonly probability: number; readonly share: number }[] = [
  { probability: 0.7, share: 0.2 },
  { probability: 0.83, share: 0.25 },
  { probability: 0.93, share: 0.25 },
  { probability: 0.99, share: 0.3 },
];

export const VALUE_BETS: readonly number[] = BETS.map(({ share }) => share);

export function isWorse(candidate: Value, live: Value, { worse }: ValueMeasure, tolerated: number): boolean {
  return worse === 'higher' ? candidate.value > tolerated * live.value : candidate.value * tolerated < live.value;
}

/** The logarithm of each bet's factor for one minute. */
export function signLogFactors(worse: boolean): number[] {
  return BETS.map(({ probability }) => Math.log(2 * (worse ? probability : 1 - probability)));
}
