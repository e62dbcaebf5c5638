import { type BoundedStatistic, boundedStatistic, type Distribution, partBetween } from './bounded-statistics';
import type { Summary } from './summary';

const SIMPLE: Record<string, (summary: Summary) => number> = {
  Sum: (one) => one.sum,
  SampleCount: (one) => one.count,
  Average: (one) => one.sum / one.count,
  Minimum: (one) => one.minimum,
  Maximum: (one) => one.maximum,
};

const PERCENTILE = /^p(\d{1,2}(?:\.\d{1,2})?|100)$/i;
const TRIMMED = /^(tm|tc|ts|wm)(\d{1,2}(?:\.\d{1,2})?|100)$/i;

/** Is it a statistic that the local CloudWatch can compute: Sum, Average, ..., p99.9, tm95, TC(0.5:), PR(:0.3), IQM? */
export function isStatistic(name: string): boolean {
  return (
    name in SIMPLE ||
    PERCENTILE.test(name) ||
    TRIMMED.test(name) ||
    /^iqm$/i.test(name) ||
    boundedStatistic(name) !== undefined
  );
}

/** The percentile that a statistic is (0 to 100), undefined when it is not one. */
export function percentileOf(name: string): number | undefined {
  const match = PERCENTILE.exec(name);
  return match ? Number(match[1]) : undefined;
}

/**
 * One statistic of a period.
 *
 * @param name as CloudWatch writes it; see `isStatistic`
 * @returns undefined when there is none: no values, or only statistic sets that hide them
 */
export function statistic(summary: Summary, name: string): number | undefined {
  if (summary.count === 0) return undefined;
  const simple = SIMPLE[name];
  if (simple) return simple(summary);
  const distribution = summary.distribution();
  if (!distribution) return undefined;
  const percent = percentileOf(name);
  if (percent !== undefined) return percentile(distribution, summary.count, percent);
  const bounded = /^iqm$/i.test(name) ? IQM : (boundedStatistic(name) ?? trimmed(name));
  return bounded && statisticOfPart(distribution, summary.count, bounded);
}

const IQM: BoundedStatistic = { kind: 'tm', from: 25, to: 75, isPercent: true };

/** `tm95` is short for `TM(:95%)`. */
function trimmed(name: string): BoundedStatistic | undefined {
  const [, kind, upper] = TRIMMED.exec(name) ?? [];
  return kind === undefined
    ? undefined
    : { kind: kind.toLowerCase() as BoundedStatistic['kind'], to: Number(upper), isPercent: true };
}

function statisticOfPart(distribution: Distribution, count: number, statistic: BoundedStatistic): number | undefined {
  const part = partBetween(distribution, count, statistic);
  const inside = total(part, () => 1);
  if (statistic.kind === 'tc') return inside;
  if (statistic.kind === 'ts') return total(part, (value) => value);
  if (statistic.kind === 'pr') return (100 * inside) / count;
  if (statistic.kind === 'tm') return inside > 0 ? mean(part) : undefined;
  return winsorised(distribution, count, statistic, part);
}

/** The values beyond a bound count as the bound. */
function winsorised(
  distribution: Distribution,
  count: number,
  { from, to, isPercent }: BoundedStatistic,
  part: Distribution,
): number {
  const edge = (bound: number) => (isPercent ? percentile(distribution, count, bound) : bound);
  const below = isPercent
    ? ((from ?? 0) / 100) * count
    : total(
        distribution.filter(([value]) => value <= (from ?? -Infinity)),
        () => 1,
      );
  const above = count - below - total(part, () => 1);
  const beyond = (times: number, bound: number | undefined) => (bound === undefined ? 0 : times * edge(bound));
  return (total(part, (value) => value) + beyond(below, from) + beyond(above, to)) / count;
}

/** The smallest value that at least `percent` of the values do not exceed. */
function percentile(distribution: Distribution, count: number, percent: number): number {
  // Without the tolerance, 99.9 % of 1000 would be the 1000th value: 0.999 * 1000 is a little more than 999.
  const rank = (percent / 100) * count - 1e-9 * count;
  let seen = 0;
  for (const [value, times] of distribution) {
    seen += times;
    if (seen >= rank) return value;
  }
  return distribution[distribution.length - 1][0];
}

function total(distribution: Distribution, of: (value: number) => number): number {
  return distribution.reduce((sum, [value, times]) => sum + of(value) * times, 0);
}

function mean(distribution: Distribution): number {
  return total(distribution, (value) => value) / total(distribution, () => 1);
}
