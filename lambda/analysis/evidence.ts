/**
 * Evidence that the candidate is worse than tolerated, as the worth of bets against "it is not worse".
 *
 * Each bet names how much worse the candidate is and multiplies its worth by the likelihood ratio of every minute. While the candidate is
 * not worse, no way of betting gains on average; so the chance that the worth ever reaches 1/a is at most a, however often one
 * looks (Ville's inequality). See docs/decisions/0010-analysis.md.
 */
export interface Evidence {
  /** Worth of each bet, over all the minutes at which it began. */
  readonly bets: readonly number[];
  /** Part of the money that has been put on bets by now; the rest waits for later minutes. */
  readonly begun: number;
}

/** Keeps numbers that JSON can write; 10^300 is certain enough. */
const MOST = 1e300;

export function noEvidence(bets: number): Evidence {
  return { bets: new Array<number>(bets).fill(0), begun: 0 };
}

/** One more minute: `begin` is the part of the money that is put on bets which begin with this minute. */
export function gather({ bets, begun }: Evidence, logFactors: readonly number[], begin: number): Evidence {
  const fresh = Math.min(begin, 1 - begun);
  return {
    bets: bets.map((worth, index) => Math.min(MOST, (worth + fresh) * Math.exp(logFactors[index] ?? 0))),
    begun: begun + fresh,
  };
}

/** What one unit of money, spread over the bets by `shares`, is worth now. Above 1/a: certain to a. */
export function worth({ bets, begun }: Evidence, shares: readonly number[]): number {
  return bets.reduce((sum, bet, index) => sum + bet * (shares[index] ?? 0), 1 - begun);
}

/**
 * The part of the money for bets that begin with this minute. Most candidates that are bad are bad from their first minute on; then from a
 * step to more traffic; and a few begin to fail in between. All parts together are less than 1, however long the release is:
 * the last term sums to 0.04 from minute 64 on.
 */
export function beginning(minute: number, step: number, isFirstOfStep: boolean): number {
  if (minute === 0) return 0.75;
  if (isFirstOfStep && step < 5) return 0.03;
  return minute < 64 ? 0.09 / 64 : (0.04 * 63) / (minute * minute);
}
