import { SHORT_PERIODS_MS } from './periods';
import { Summary } from './summary';

/** What identifies a metric; the order of the dimensions does not. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const MINUTE = 60_000;

/** It keeps minutes for 15 days; here a day is enough: no alarm with a period below an hour looks back further (aws-facts 7.1). */
const KEEP_MINUTES_MS = 25 * 3600_000;

/** The values of one metric, by second or by minute; seconds become minutes when they are three hours old. */
export class Series {
  public unit: string | undefined;
  private resolution = MINUTE;
  private readonly buckets = new Map<number, Bucket>();
  /** What the seconds before those in `buckets` add up to; empty where there are none. */
  private readonly minutes = new Map<number, Bucket>();

  constructor(public readonly id: MetricId) {}

  /** The place for values of a moment. `visibleAt`: queries see it from this time on. */
  public at(time: number, visibleAt = 0, resolution = MINUTE): Summary {
    const start = Math.floor(time / resolution) * resolution;
    const existing = this.buckets.get(start);
    if (existing) return existing.summary;
    if (resolution < this.resolution) this.resolution = resolution;
    const bucket = { summary: new Summary(), visibleAt };
    this.buckets.set(start, bucket);
    if (resolution < MINUTE) this.join(start - SHORT_PERIODS_MS);
    this.forget(this.resolution < MINUTE ? this.minutes : this.buckets, start - KEEP_MINUTES_MS);
    return bucket.summary;
  }

  /** What is known at `now` of the values from `from` on and before `to`; undefined when there are none. */
  public between(from: number, to: number, now: number): Summary | undefined {
    const found = [
      ...within(this.minutes, MINUTE, from, to),
      ...within(this.buckets, this.resolution, from, to),
    ].filter(({ visibleAt }) => visibleAt <= now);
    if (found.length < 2) return found[0]?.summary;
    const merged = new Summary();
    for (const { summary } of found) merged.merge(summary);
    return merged;
  }

  /** The start of its last period that is seen at `now`. */
  public newest(now: number): number | undefined {
    let newest: number | undefined;
    for (const [start, { visibleAt }] of this.buckets) {
      if (visibleAt <= now && start > (newest ?? -Infinity)) newest = start;
    }
    return newest;
  }

  /** Buckets come nearly in the order of time, so the old ones are the first ones. */
  private forget(buckets: Map<number, Bucket>, before: number): void {
    for (const start of buckets.keys()) {
      if (start >= before) return;
      buckets.delete(start);
    }
  }

  /** Whole minutes only, so that no minute is in both. */
  private join(before: number): void {
    const until = Math.floor(before / MINUTE) * MINUTE;
    for (const [start, { summary }] of this.buckets) {
      if (start >= until) return;
      const minute = Math.floor(start / MINUTE) * MINUTE;
      const joined = this.minutes.get(minute) ?? { summary: new Summary(), visibleAt: 0 };
      joined.summary.merge(summary);
      this.minutes.set(minute, joined);
      this.buckets.delete(start);
    }
  }
}

/** The buckets that start in a time. */
function within(buckets: ReadonlyMap<number, Bucket>, resolution: number, from: number, to: number): Bucket[] {
  const found: Bucket[] = [];
  if (buckets.size === 0) return found;
  for (let start = Math.ceil(from / resolution) * resolution; start < to; start += resolution) {
    const bucket = buckets.get(start);
    if (bucket) found.push(bucket);
  }
  return found;
}

interface Bucket {
  readonly summary: Summary;
  readonly visibleAt: number;
}

/** All metrics. */
export class MetricStore {
  private readonly all = new Map<string, Series>();

  /** The values of a metric; a metric that nobody has written is an empty one, and is not listed. */
  public series(id: MetricId): Series {
    const key = keyOf(id);
    const existing = this.all.get(key);
    if (existing) return existing;
    const series = new Series(id);
    this.all.set(key, series);
    return series;
  }

  public tryFind(id: MetricId): Series | undefined {
    return this.all.get(keyOf(id));
  }

  public get list(): Series[] {
    return [...this.all.values()];
  }
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** The SDK's list of dimensions as a record. */
export function dimensionsOf(
  list: readonly { Name?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
}
