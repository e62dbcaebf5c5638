/** Requests in one interval, by the record (set identifier) that led them. */
export interface TrafficInterval {
  /** Rehearsal time of its beginning, in milliseconds. */
  readonly at: number;
  readonly requests: Readonly<Record<string, number>>;
}

/** Who led users where, over time: what the report draws after a shift by DNS. */
export class TrafficOverTime {
  private readonly intervals = new Map<number, Record<string, number>>();

  /** @param intervalMs the length of one interval, in rehearsal milliseconds */
  constructor(public readonly intervalMs = 10_000) {
    if (!(intervalMs > 0)) throw new Error(`'intervalMs' must be greater than 0, got ${intervalMs}`);
  }

  /** @param record the set identifier of the answer; `''` for users who got none */
  public count(at: number, record: string, requests = 1): void {
    const start = Math.floor(at / this.intervalMs) * this.intervalMs;
    const interval = this.intervals.get(start) ?? {};
    interval[record] = (interval[record] ?? 0) + requests;
    this.intervals.set(start, interval);
  }

  /** Every interval with requests, in order. */
  public get all(): TrafficInterval[] {
    return [...this.intervals].sort(([a], [b]) => a - b).map(([at, requests]) => ({ at, requests }));
  }

  /** The share of one record in each interval that begins at `since` or later. */
  public shareOf(record: string, since = Number.NEGATIVE_INFINITY): { readonly at: number; readonly share: number }[] {
    return this.all
      .filter((interval) => interval.at >= since)
      .map(({ at, requests }) => {
        const all = Object.values(requests).reduce((sum, one) => sum + one, 0);
        return { at, share: (requests[record] ?? 0) / all };
      });
  }

  /** When a record last led anybody, in rehearsal milliseconds (the end of that interval); undefined when never. */
  public lastOf(record: string): number | undefined {
    const last = this.all.findLast((interval) => (interval.requests[record] ?? 0) > 0);
    return last && last.at + this.intervalMs;
  }
}
