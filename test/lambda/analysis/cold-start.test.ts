import { COUNT_BETS, logFactors } from '../../../lambda/analysis/counts-test';
import { worth } from '../../../lambda/analysis/evidence';
import type { Plan } from '../../../lambda/analysis/plan';
import type { MeasureState } from '../../../lambda/analysis/state';
import { AnalysedRelease, plan } from '../../fixtures/analysed-release';

const COLD = { seconds: 60, ratio: 4, credit: 50 };
const LIVE = { bad: 540, total: 54_000 };

function failed(share: number, total = 6000) {
  return { candidate: { bad: Math.round(total * share), total }, live: LIVE };
}

function stateOf(release: AnalysedRelease): MeasureState {
  const state = release.state.measures.errors;
  if (state === undefined) throw new Error("the release has no measure 'errors'");
  return state;
}

/** Many bad requests before the release, so that one minute may prove much. */
const BEFORE = Array.from({ length: 60 }, () => ({ bad: 600, total: 60_000 }));

function release(coldStart: Plan['coldStart'] = COLD): AnalysedRelease {
  return new AnalysedRelease(plan({ coldStart }), BEFORE);
}

describe('a cold start', () => {
  test('of a candidate four times as bad for a minute sends nothing back', () => {
    const cold = release();
    expect(cold.minute(failed(0.04)).verdict.kind).not.toBe('fail');
    for (let minute = 0; minute < 30; minute++) expect(cold.minute(failed(0.01)).verdict.kind).not.toBe('fail');

    expect(release({ ...COLD, seconds: 0 }).minute(failed(0.04)).verdict.kind).toBe('fail');
  });

  test('counts, but its first minute is worth no more than the credit', () => {
    const { measures } = release().minute(failed(0.04));

    expect(measures[0]?.evidence).toBeGreaterThan(1);
    expect(measures[0]?.evidence).toBeLessThanOrEqual(Math.log10(COLD.credit));
  });

  test('is no excuse for a candidate that is far worse', () => {
    expect(release().minute(failed(0.5)).verdict.kind).toBe('fail');
  });

  test('is over after its time: what goes on is found as soon as the credit allows', () => {
    const looksUntilFound = (coldStart: Plan['coldStart']): number => {
      const bad = release(coldStart);
      for (let looks = 1; looks < 60; looks++) {
        if (bad.minute({ candidate: { bad: 12, total: 600 }, live: { bad: 54, total: 5400 } }).verdict.kind === 'fail')
          return looks;
      }
      return Number.POSITIVE_INFINITY;
    };

    expect(looksUntilFound(COLD)).toBeLessThan(looksUntilFound({ ...COLD, credit: 1 }));
    expect(looksUntilFound(COLD)).toBeGreaterThanOrEqual(looksUntilFound({ ...COLD, seconds: 0 }));
  });

  test('is weighed against what speaks for the candidate too', () => {
    const twiceAsBad = release();
    twiceAsBad.minute(failed(0.02));

    // Twice as bad is worse than tolerated, and better than a cold start may be.
    expect(worth(stateOf(twiceAsBad).evidence, COUNT_BETS)).toBeGreaterThan(1000);
    expect(worth(stateOf(twiceAsBad).coldEvidence, COUNT_BETS)).toBeLessThan(1);
  });
});

/** Exactly, over all outcomes of the binomial, as for a warm candidate in counts-test.test.ts. */
describe('no bet gains on average while the candidate is no worse than its cold start may be', () => {
  test.each([
    { allowed: 4, bad: 60, weight: 0.1 },
    { allowed: 2.6, bad: 60, weight: 0.1 },
    { allowed: 20, bad: 400, weight: 0.25 },
  ])('%j', ({ allowed, bad, weight }) => {
    const odds = (allowed * weight) / (1 - weight);
    const means = [0, 0, 0, 0];
    for (let candidate = 0; candidate <= bad; candidate++) {
      const logs = logFactors(
        { bad: candidate, total: 1000 * weight },
        { bad: bad - candidate, total: 1000 * (1 - weight) },
        1.2,
        allowed,
        { dispersion: 1, most: Number.POSITIVE_INFINITY, clump: 1 },
      );
      const chance = logBinomial(bad, candidate, odds / (1 + odds));
      for (const [index, log] of logs.entries()) means[index] = (means[index] ?? 0) + Math.exp(chance + log);
    }

    for (const mean of means) expect(mean).toBeLessThanOrEqual(1 + 1e-9);
  });
});

function logBinomial(n: number, k: number, p: number): number {
  let sum = k * Math.log(p) + (n - k) * Math.log(1 - p);
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
