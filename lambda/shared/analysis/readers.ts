import type { Observed } from '../../analysis/sample';
import type { Colour } from '../release/questions';
import type { QueryBook, Series } from './query-book';
import type { AnalysisSettings, ColourSource, Named, Source, Term } from './settings';

/** How one measure of one colour is read: what was observed in a period, undefined without data. */
export interface Reader {
  readonly seconds: number;
  /** The queries that it needs. */
  readonly ids: readonly string[];
  read(series: Series, at: number): Observed | undefined;
}

const MINUTE = 60;
const NAMESPACE = 'AWS/ApplicationELB';
const REQUESTS = 'RequestCount:Sum';
const PERCENTILES = [50, 75, 90, 95, 99, 99.9];

/** Asks for one measure of one colour; `shortest`: no shorter period than so many seconds. */
export function readerOf(
  source: Source,
  colour: Colour,
  { colours }: AnalysisSettings,
  book: QueryBook,
  shortest: number,
): Reader {
  if ('period' in source) return namedReader(source[colour], Math.max(shortest, source.period), book);
  const own = colours[colour];
  if ('slowerThan' in source) return slowReader(source.slowerThan, source.byPercentiles ?? false, own, book);
  if (source.value !== undefined) {
    const value = ask(book, source.value, own);
    return valueReader(value, ask(book, REQUESTS, own), MINUTE);
  }
  return countsReader(
    (source.bad ?? []).map((one) => ask(book, one, own)),
    (source.total ?? []).map((one) => ask(book, one, own)),
    MINUTE,
  );
}

/** Asks for the requests of one colour. */
export function requestsReader(colour: Colour, settings: AnalysisSettings, book: QueryBook, shortest: number): Reader {
  const { requests, colours } = settings;
  if (requests) return namedReader(requests[colour], Math.max(shortest, requests.period), book);
  const id = ask(book, REQUESTS, colours[colour]);
  return countsReader([], [id], MINUTE);
}

function namedReader({ bad, total, value, n }: Named, seconds: number, book: QueryBook): Reader {
  const id = (term: Term | undefined) => (term === undefined ? undefined : book.ask(term, seconds));
  const valueId = id(value);
  if (valueId !== undefined) return valueReader(valueId, id(n), seconds);
  return countsReader([id(bad) ?? []].flat(), [id(total) ?? []].flat(), seconds);
}

/** A count is published only when there is something to count; without a total there is no data. */
function countsReader(bad: readonly string[], total: readonly string[], seconds: number): Reader {
  return {
    seconds,
    ids: [...bad, ...total],
    read: (series, at) => {
      const totals = total.flatMap((id) => series.get(id)?.get(at) ?? []);
      if (totals.length === 0) return undefined;
      const all = sum(totals);
      return { bad: Math.min(all, sum(bad.flatMap((id) => series.get(id)?.get(at) ?? []))), total: all };
    },
  };
}

function valueReader(value: string, n: string | undefined, seconds: number): Reader {
  return {
    seconds,
    ids: n === undefined ? [value] : [value, n],
    read: (series, at) => {
      const found = series.get(value)?.get(at);
      return found === undefined ? undefined : { value: found, n: (n && series.get(n)?.get(at)) || 1 };
    },
  };
}

/**
 * By the percentile rank, which is exact: `PR(:0.5)` is the percentage of responses that took at most half a second.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
function slowReader(bound: number, byPercentiles: boolean, own: ColourSource, book: QueryBook): Reader {
  const count = ask(book, 'TargetResponseTime:SampleCount', own);
  const ranks = byPercentiles
    ? PERCENTILES.map((percent) => [percent, ask(book, `TargetResponseTime:p${percent}`, own)] as const)
    : [];
  const rank = byPercentiles ? undefined : ask(book, `TargetResponseTime:PR(:${bound})`, own);
  return {
    seconds: MINUTE,
    ids: [count, ...(rank === undefined ? [] : [rank]), ...ranks.map(([, id]) => id)],
    read: (series, at) => {
      const total = series.get(count)?.get(at);
      if (total === undefined) return undefined;
      const within = rank === undefined ? rankBy(ranks, bound, series, at) : series.get(rank)?.get(at);
      return within === undefined ? undefined : { bad: Math.round(total * (1 - within / 100)), total };
    },
  };
}

/** The percentage of values up to a bound, between the two percentiles around it; undefined where none is known. */
function rankBy(
  ranks: readonly (readonly [percent: number, id: string])[],
  bound: number,
  series: Series,
  at: number,
): number | undefined {
  const points = ranks.flatMap(([percent, id]) => {
    const value = series.get(id)?.get(at);
    return value === undefined ? [] : [{ percent, value }];
  });
  if (points.length === 0) return undefined;
  const above = points.findIndex(({ value }) => value > bound);
  if (above < 0) return 100;
  const high = points[above] ?? { percent: 100, value: bound };
  const low = points[above - 1] ?? { percent: 0, value: 0 };
  const part = high.value > low.value ? (bound - low.value) / (high.value - low.value) : 1;
  return low.percent + part * (high.percent - low.percent);
}

/** `<name>:<statistic>` of the load balancer. */
function ask(book: QueryBook, text: string, { dimensions }: ColourSource): string {
  const [name = '', ...stat] = text.split(':');
  return book.ask({ namespace: NAMESPACE, name, stat: stat.join(':'), dimensions }, MINUTE);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
