/** Values and how often each came, ascending. */
export type Distribution = readonly (readonly [value: number, times: number])[];

const BOUNDED = /^(TM|TC|TS|WM|PR)\(([^:()]*):([^:()]*)\)$/i;
const BOUND = /^(\d+(?:\.\d{1,10})?)(%?)$/;

/** A statistic of the values between two bounds: `PR(:0.3)`, `TC(0.5:)`, `TM(10%:90%)`. */
export interface BoundedStatistic {
  readonly kind: 'tm' | 'tc' | 'ts' | 'wm' | 'pr';
  /** Open where it is undefined. */
  readonly from?: number;
  readonly to?: number;
  /** Whether the bounds are percents of the values, and not values. */
  readonly isPercent: boolean;
}

/**
 * Reads the form with bounds; undefined for every other name. Both bounds are of one kind, one of them may be left out, and a percentile
 * rank takes values only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function boundedStatistic(name: string): BoundedStatistic | undefined {
  const [, kind = '', from = '', to = ''] = BOUNDED.exec(name) ?? [];
  const bounds = [from, to].filter((one) => one !== '').map((one) => BOUND.exec(one));
  if (kind === '' || bounds.length === 0 || bounds.some((one) => one === null)) return undefined;
  const isPercent = bounds[0]?.[2] === '%';
  if (bounds.some((one) => (one?.[2] === '%') !== isPercent)) return undefined;
  if (isPercent && /pr/i.test(kind)) return undefined;
  const read = (text: string) => (text === '' ? undefined : Number.parseFloat(text));
  return { kind: kind.toLowerCase() as BoundedStatistic['kind'], from: read(from), to: read(to), isPercent };
}

/** The part of the values that is above the lower bound, and at most the upper one. */
export function partBetween(
  distribution: Distribution,
  count: number,
  { from, to, isPercent }: BoundedStatistic,
): Distribution {
  if (isPercent) return ranksBetween(distribution, count, from ?? 0, to ?? 100);
  return distribution.filter(([value]) => value > (from ?? -Infinity) && value <= (to ?? Infinity));
}

/** The values whose rank is between two percentiles. */
function ranksBetween(distribution: Distribution, count: number, from: number, to: number): Distribution {
  const [low, high] = [(from / 100) * count, (to / 100) * count];
  let seen = 0;
  return distribution.map(([value, times]) => {
    const start = seen;
    seen += times;
    return [value, Math.max(0, Math.min(seen, high) - Math.max(start, low))] as const;
  });
}
