import { Summary } from './summary';

/** What identifies a metric; the order of the dimensions does not. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const MINUTE = 60_000;

/** CloudWatch keeps periods below a minute for 3 hours (aws-facts 7.5). */
const KEEP_SECONDS_MS = 3 * 3600_000;

/** It keeps minutes for 15 days; here a day is enough: no alarm with a period below an hour looks back further (aws-facts 7.1). */
const KEEP_MINUTES_MS = 25 * 3600_000;

/** The values of one metric, by second or by minute. */
export class Series {
  public unit: string | undefined;
  private resolution = MINUTE;
  private readonly buckets = new Map<number, Bucket>();

  constructor(public readonly id: MetricId) {}

  /** The place for values of a moment. `visibleAt`: queries see it from this time on. */
  public at(time: number, visibleAt = 0, resolution = MINUTE): Summary {
    const start = Math.floor(time / resolution) * resolution;
    const existing = this.buckets.get(start);
    if (existing) return existing.summary;
    if (resolution < this.resolution) this.resolution = resolution;
    const bucket = { summary: new Summary(), visibleAt };
    this.buckets.set(start, bucket);
    this.forget(start - (resolution < MINUTE ? KEEP_SECONDS_MS : KEEP_MINUTES_MS));
    return bucket.summary;
  }

  /** What is known at `now` of the values from `from` on and before `to`; undefined when there are none. */
  public between(from: number, to: number, now: number): Summary | undefined {
    let result: Summary | undefined;
    let owned = false;
    for (let start = Math.ceil(from / this.resolution) * this.resolution; start < to; start += this.resolution) {
      const bucket = this.buckets.get(start);
      if (!bucket || bucket.visibleAt > now) continue;
      if (!result) {
        result = bucket.summary;
        continue;
      }
      if (!owned) {
        const merged = new Summary();
        merged.merge(result);
        result = merged;
        owned = true;
      }
      result.merge(bucket.summary);
    }
    return result;
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
  private forget(before: number): void {
    for (const start of this.buckets.keys()) {
      if (start >= before) return;
      this.buckets.delete(start);
    }
  }
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
