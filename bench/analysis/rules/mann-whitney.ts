/** How far the values of one sample lie above the other's: Hodges and Lehmann's estimate, and the interval that Mann and Whitney's test does not refuse. */
export interface Shift {
  readonly low: number;
  readonly high: number;
  readonly estimate: number;
}

/**
 * As R's `wilcox.test(conf.int = TRUE, exact = FALSE, correct = TRUE)` does it, which Kayenta's judge follows: the normal approximation with
 * correction for continuity and for ties.
 *
 * @param z the normal quantile of the confidence: 2.326348 for 98 %
 */
export function shiftOf(x: readonly number[], y: readonly number[], z: number): Shift {
  const differences = x.flatMap((one) => y.map((other) => one - other)).sort((a, b) => a - b);
  const sigma = sigmaOf(x, y, [...x, ...y].length);
  return {
    low: root(differences, sigma, z),
    high: root(differences, sigma, -z),
    estimate: root(differences, sigma, 0),
  };
}

/** Where the statistic of `x - shift` against `y` passes a quantile. It falls by one with each difference that the shift passes. */
function root(differences: readonly number[], sigma: number, quantile: number): number {
  const half = differences.length / 2;
  const at = (passed: number) => {
    const d = half - passed;
    return (d - 0.5 * Math.sign(d)) / sigma - quantile;
  };
  const first = differences[0] ?? 0;
  const last = differences.at(-1) ?? 0;
  let [low, high] = [0, differences.length];
  if (at(low) <= 0) return first;
  if (at(high) >= 0) return last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (at(middle) > 0) low = middle;
    else high = middle;
  }
  const crossing = differences[high - 1] ?? last;
  // Where it is zero for a while, the middle.
  return at(high) === 0 ? (crossing + (differences[high] ?? last)) / 2 : crossing;
}

/** Ties within a sample stay ties whatever the shift is; those between the samples are there for single shifts only. */
function sigmaOf(x: readonly number[], y: readonly number[], all: number): number {
  const ties = tiesOf(x) + tiesOf(y);
  return Math.sqrt(((x.length * y.length) / 12) * (all + 1 - ties / (all * (all - 1))));
}

function tiesOf(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + count ** 3 - count, 0);
}
