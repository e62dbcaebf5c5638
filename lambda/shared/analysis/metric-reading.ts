import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Observed, Requests, Sample } from '../../analysis/sample';
import { type Colour, otherThan } from '../release/questions';
import { QueryBook, type Series } from './query-book';
import { type Reader, readerOf, requestsReader } from './readers';
import type { AnalysisSettings } from './settings';

/** A client for each region; without a region the function's own. */
export type ClientOf = (region: string | undefined) => CloudWatchClient;

/** The metrics of a time, by role. */
export interface Metrics {
  readonly samples: readonly Sample[];
  readonly requests: readonly Requests[];
}

/** The time that metrics are read of, and the time now, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

const MINUTE_MS = 60_000;
/**
 * CloudWatch keeps periods below a minute for 3 hours and answers nothing to who asks for older ones; the minutes that they add up to it
 * keeps for 15 days. One minute less, because a call takes time.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
 */
const SHORT_PERIODS_MS = 3 * 3_600_000 - MINUTE_MS;
/** What one call takes, see aws-facts 7.5. */
const QUERIES_PER_CALL = 500;

/**
 * Reads all measures of both colours from a time on: one call of GetMetricData, as many pages as it has, for each region that a colour
 * is in. The minute that runs may be in it, as far as it has come. Metrics of a shorter period than a minute are read by their own, from
 * three hours ago on.
 *
 * @throws when CloudWatch does not answer, or not completely
 */
export async function readMetrics(
  clientOf: ClientOf,
  settings: AnalysisSettings,
  live: Colour,
  { from, to, now }: Span,
): Promise<Metrics> {
  const window = { from: Math.floor(from / MINUTE_MS) * MINUTE_MS, to };
  const shortest = now - window.from > SHORT_PERIODS_MS ? 60 : 1;
  const regions = [...new Set([settings.colours.blue.region, settings.colours.green.region])];
  const books = new Map(regions.map((region) => [region, new QueryBook()]));
  const bookOf = (colour: Colour) => books.get(settings.colours[colour].region) ?? new QueryBook();
  const readersOf = (colour: Colour) => ({
    requests: requestsReader(colour, settings, bookOf(colour), shortest),
    measures: settings.plan.measures.flatMap(({ name }) => {
      const source = settings.sources[name];
      return source ? [[name, readerOf(source, colour, settings, bookOf(colour), shortest)] as const] : [];
    }),
  });
  const [candidates, lives] = [readersOf(otherThan(live)), readersOf(live)];
  const answers = new Map(
    await Promise.all(
      regions.map(async (region) => [region, await ask(clientOf(region), books.get(region), window)] as const),
    ),
  );
  const seriesOf = (colour: Colour): Series => answers.get(settings.colours[colour].region) ?? new Map();
  const [candidateSeries, liveSeries] = [seriesOf(otherThan(live)), seriesOf(live)];
  const pairs = (candidate: Reader, liveReader: Reader) =>
    periodsOf([candidate, candidateSeries], [liveReader, liveSeries]).flatMap((at) => {
      const observed = { candidate: candidate.read(candidateSeries, at), live: liveReader.read(liveSeries, at) };
      return observed.candidate || observed.live ? [{ at, seconds: candidate.seconds, ...observed }] : [];
    });
  return {
    samples: candidates.measures.flatMap(([measure, reader], index) => {
      const other = lives.measures[index]?.[1];
      return other ? pairs(reader, other).map((pair) => ({ measure, ...pair })) : [];
    }),
    requests: pairs(candidates.requests, lives.requests).map(({ at, seconds, candidate, live: ofLive }) => ({
      at,
      seconds,
      candidate: countOf(candidate),
      live: countOf(ofLive),
    })),
  };
}

async function ask(
  client: CloudWatchClient,
  book: QueryBook | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Series> {
  const queries = book?.queries ?? [];
  const series = new Map<string, Map<number, number>>();
  // A call refuses more; queries that belong together stay together, because expressions come after what they use.
  if (queries.length > QUERIES_PER_CALL) throw new Error(`${queries.length} queries are more than one call takes`);
  if (queries.length === 0 || from >= to) return series;
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [...queries],
        StartTime: new Date(from),
        EndTime: new Date(to),
        ScanBy: 'TimestampAscending',
        NextToken,
      }),
    );
    for (const result of answer.MetricDataResults ?? []) keep(series, result);
    NextToken = answer.NextToken;
  } while (NextToken);
  return series;
}

function keep(series: Map<string, Map<number, number>>, result: MetricDataResult): void {
  const { Id = '', Timestamps = [], Values = [], StatusCode } = result;
  if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
    throw new Error(`CloudWatch answers ${StatusCode} for ${result.Label ?? Id}`);
  }
  const points = series.get(Id) ?? new Map<number, number>();
  for (const [index, time] of Timestamps.entries()) points.set(time.getTime(), Values[index] ?? 0);
  series.set(Id, points);
}

function periodsOf(...sides: readonly (readonly [Reader, Series])[]): number[] {
  const times = sides.flatMap(([{ ids }, series]) => ids.flatMap((id) => [...(series.get(id)?.keys() ?? [])]));
  return [...new Set(times)].sort((a, b) => a - b);
}

function countOf(observed: Observed | undefined): number {
  return observed && 'total' in observed ? observed.total : 0;
}
