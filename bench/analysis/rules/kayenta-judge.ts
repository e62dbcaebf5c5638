import { shiftOf } from './mann-whitney';

/** How one metric of the candidate lies to the baseline's. */
export type Label = 'pass' | 'high' | 'low' | 'no data';

export interface Metric {
  readonly experiment: readonly number[];
  readonly control: readonly number[];
  readonly direction: 'increase' | 'decrease' | 'either';
  /** Of the estimated shift; 0.25 in the judge, 0.1 in some of its checks. */
  readonly tolerance?: number;
  /** Normal quantile of the confidence; 98 % in the judge. */
  readonly z?: number;
  /** The means' ratio from which on more, or less, is too much. */
  readonly allowedIncrease?: number;
  readonly allowedDecrease?: number;
}

const Z_98 = 2.3263478740408408;

/** Kayenta's `NetflixACAJudge-v1.0`, its Mann-Whitney classifier with the defaults: missing values removed, outliers kept. */
export function classify(metric: Metric): Label {
  const { direction, tolerance = 0.25, z = Z_98, allowedIncrease = 1, allowedDecrease = 1 } = metric;
  const [x, y] = [present(metric.experiment), present(metric.control)];
  if (x.length === 0 || y.length === 0) return 'no data';
  if (isSame(x, y) || new Set([...x, ...y]).size === 1) return 'pass';
  const constant = new Set(x).size === 1 && new Set(y).size === 1;
  const { low, high, estimate } = constant ? apart(x, y) : shiftOf(x, y, z);
  const bound = tolerance * Math.abs(estimate);
  const [above, below] = [mean(x), mean(y)];
  const effect = above === 0 || below === 0 ? Number.NaN : above / below;
  if (direction !== 'decrease' && low > bound && (Number.isNaN(effect) || effect >= allowedIncrease)) return 'high';
  if (direction !== 'increase' && high < -bound && (Number.isNaN(effect) || effect <= allowedDecrease)) return 'low';
  return 'pass';
}

/** Share of passed metrics in percent; 0 when half of them have no data, 100 when none has been judged. */
export function score(labels: readonly Label[]): number {
  const judged = labels.filter((label) => label !== 'no data');
  if (labels.length > 0 && labels.length - judged.length >= labels.length / 2) return 0;
  if (judged.length === 0) return 100;
  return Math.round((10_000 * judged.filter((label) => label === 'pass').length) / judged.length) / 100;
}

/** Two different constants: the judge adds noise of a hundred-thousandth, so that the interval is their difference. */
function apart(x: readonly number[], y: readonly number[]) {
  const estimate = (x[0] ?? 0) - (y[0] ?? 0);
  return { low: estimate, high: estimate, estimate };
}

function present(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
}

function isSame(x: readonly number[], y: readonly number[]): boolean {
  return x.length === y.length && x.every((value, index) => value === y[index]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
