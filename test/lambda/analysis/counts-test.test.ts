import { COUNT_BETS, type Doubt, logFactors } from '../../../lambda/analysis/counts-test';

const NONE: Doubt = { dispersion: 1, most: Number.POSITIVE_INFINITY, clump: 1 };

describe('the bets on counts', () => {
  // Logarithms of ratios of binomial probabilities, computed by Python's math.comb from the definition.
  test.each([
    [3, 600, 5, 5400, [1.043774, 1.740636, 1.130678, -4.293458]],
    [41, 5950, 6, 53210, [19.848914, 42.561843, 60.329677, 70.250363]],
    [0, 600, 9, 5400, [-0.809534, -2.720528, -6.499212, -18.648553]],
  ])('are the likelihood ratios of %p of %p against %p of %p', (bad, total, liveBad, liveTotal, expected) => {
    const found = logFactors({ bad, total }, { bad: liveBad, total: liveTotal }, 1.2, 1.2, NONE);

    for (const [index, log] of expected.entries()) expect(found[index]).toBeCloseTo(log, 5);
  });

  test('spend all of the money', () => {
    expect(COUNT_BETS.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test.each([
    ['nothing failed', { bad: 0, total: 600 }, { bad: 0, total: 5400 }],
    ['the candidate had no requests', { bad: 0, total: 0 }, { bad: 4, total: 5400 }],
    ['live had no requests', { bad: 3, total: 600 }, { bad: 0, total: 0 }],
  ])('say nothing when %s', (_, candidate, live) => {
    expect(logFactors(candidate, live, 1.2, 1.2, NONE)).toEqual([0, 0, 0, 0]);
  });
});

/**
 * What makes every look valid: as long as the candidate is not worse than tolerated, the factor of a minute is 1 or less on average. Computed
 * exactly, over all outcomes of the binomial.
 */
describe('no bet gains on average while the candidate is not worse than tolerated', () => {
  const doubts: readonly Doubt[] = [
    NONE,
    { dispersion: 2.5, most: Number.POSITIVE_INFINITY, clump: 1 },
    { dispersion: 1, most: 3.5, clump: 6 },
    { dispersion: 1.7, most: 6.5, clump: 6 },
  ];
  const cases = doubts.flatMap((doubt) =>
    [1, 7, 60, 400].flatMap((bad) =>
      [0.1, 0.25, 0.5, 0.9].flatMap((weight) => [0.3, 1, 1.2].map((ratio) => ({ doubt, bad, weight, ratio }))),
    ),
  );

  test.each(cases)('%j', ({ doubt, bad, weight, ratio }) => {
    const odds = (ratio * weight) / (1 - weight);
    const means = expected(bad, odds / (1 + odds), (candidate) =>
      logFactors(
        { bad: candidate, total: 1000 * weight },
        { bad: bad - candidate, total: 1000 * (1 - weight) },
        1.2,
        1.2,
        doubt,
      ),
    );

    for (const mean of means) expect(mean).toBeLessThanOrEqual(1 + 1e-9);
  });

  test('but a candidate that is worse makes them gain', () => {
    const means = expected(60, 0.5, (candidate) =>
      logFactors({ bad: candidate, total: 100 }, { bad: 60 - candidate, total: 900 }, 1.2, 1.2, NONE),
    );

    expect(Math.max(...means)).toBeGreaterThan(1000);
  });
});

/** Means over a binomial of what is given by its logarithm. */
function expected(n: number, p: number, logs: (outcome: number) => readonly number[]): number[] {
  const sums = [0, 0, 0, 0];
  for (let outcome = 0; outcome <= n; outcome++) {
    const probability = logChoose(n, outcome) + outcome * Math.log(p) + (n - outcome) * Math.log(1 - p);
    for (const [index, log] of logs(outcome).entries()) sums[index] = (sums[index] ?? 0) + Math.exp(probability + log);
  }
  return sums;
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
