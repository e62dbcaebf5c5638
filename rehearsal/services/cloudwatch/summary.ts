/** More different values than this in one summary are kept with a relative error of at most half a per cent. */
const EXACT_VALUES = 256;

/** The ratio of two neighbouring kept values. */
const STEP = 1.01;

/** What is known of the values of one metric in one period: enough for every statistic, in bounded memory. */
export class Summary {
  public count = 0;
  public sum = 0;
  public minimum = Infinity;
  public maximum = -Infinity;
  /** How often each value came; incomplete when `distributionKnown` is false. */
  private counts = new Map<number, number>();
  private coarse = false;
  private complete = true;
  /** The distribution as it was asked for last; alarms ask for the same minute many times. */
  private sorted?: [value: number, times: number][];

  /** @param times how often the value came */
  public add(value: number, times = 1): void {
    this.count += times;
    this.sum += value * times;
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
    this.keep(value, times);
  }

  /** Adds a statistic set; percentiles need the values themselves, unless all of them are the same. */
  public addSet(set: { count: number; sum: number; minimum: number; maximum: number }): void {
    this.count += set.count;
    this.sum += set.sum;
    this.minimum = Math.min(this.minimum, set.minimum);
    this.maximum = Math.max(this.maximum, set.maximum);
    if (set.minimum === set.maximum) this.keep(set.minimum, set.count);
    else this.complete = false;
  }

  public merge(other: Summary): void {
    this.count += other.count;
    this.sum += other.sum;
    this.minimum = Math.min(this.minimum, other.minimum);
    this.maximum = Math.max(this.maximum, other.maximum);
    this.complete &&= other.complete;
    for (const [value, times] of other.counts) this.keep(value, times);
  }

  /** Values and how often each came, ascending; undefined when statistic sets hide them. */
  public distribution(): [value: number, times: number][] | undefined {
    if (!this.complete) return undefined;
    this.sorted ??= [...this.counts].sort(([a], [b]) => a - b);
    return this.sorted;
  }

  private keep(value: number, times: number): void {
    this.sorted = undefined;
    const kept = this.coarse ? coarse(value) : value;
    this.counts.set(kept, (this.counts.get(kept) ?? 0) + times);
    if (!this.coarse && this.counts.size > EXACT_VALUES) this.coarsen();
  }

  private coarsen(): void {
    this.coarse = true;
    const exact = this.counts;
    this.counts = new Map();
    for (const [value, times] of exact) this.keep(value, times);
  }
}

/** The kept value next to `value`, on a logarithmic scale. */
function coarse(value: number): number {
  if (value === 0) return 0;
  return Math.sign(value) * STEP ** Math.round(Math.log(Math.abs(value)) / Math.log(STEP));
}
