import type {
  Datapoint,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricDatum,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { pageOfData } from './data-pages';
import type { TimeSeries } from './metric-math/evaluate';
import { MetricMathError } from './metric-math/parse';
import { dimensionsOf, type MetricStore, type Series } from './metric-store';
import { checkDataPeriod } from './periods';
import { answers, asValidationError, metricSeries, periodOf, type Window } from './queries';
import { isStatistic } from './statistics';

const MAX_QUERIES = 500;

/** The operations on metrics. */
export function metricOperations(store: MetricStore, cloud: Cloud) {
  const windowOf = (start: Date | undefined, end: Date | undefined, periodSeconds: number): Window => {
    if (!start || !end) throw new AwsError('MissingParameter', 'StartTime and EndTime are required');
    if (start >= end) {
      throw new AwsError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime.');
    }
    const period = periodSeconds * 1000;
    return {
      from: Math.floor(start.getTime() / period) * period,
      to: end.getTime(),
      askedFrom: start.getTime(),
      now: cloud.clock.now(),
      fillsWithoutData: cloud.switches.is('cloudwatch.fillWithoutData', 'fills'),
    };
  };

  return {
    PutMetricData: (input: PutMetricDataInput): Record<string, never> => {
      const namespace = input.Namespace ?? '';
      if (namespace.startsWith('AWS/')) {
        throw new AwsError(
          'InvalidParameterValue',
          "The value AWS/ for parameter Namespace is invalid: it must not start with 'AWS/'",
        );
      }
      for (const datum of input.MetricData ?? []) {
        const name = datum.MetricName ?? '';
        const series = store.series({ namespace, name, dimensions: dimensionsOf(datum.Dimensions) });
        put(series, datum, cloud.clock.now());
      }
      return {};
    },

    /** StartTime is rounded down to the period and included, EndTime excluded (aws-facts 7.5). The newest come first. */
    GetMetricData: (input: GetMetricDataInput): GetMetricDataOutput => {
      const queries = input.MetricDataQueries ?? [];
      checkQueries(queries);
      const window = windowOf(input.StartTime, input.EndTime, periodOf(queries));
      const ask = answers(store, queries, window);
      const ascending = input.ScanBy === 'TimestampAscending';
      const results = queries
        .filter((query) => query.ReturnData !== false)
        .flatMap((query) => resultsOf(query, () => ask(query.Id ?? ''), ascending));
      return pageOfData(results, input);
    },

    GetMetricStatistics: (input: GetMetricStatisticsInput): GetMetricStatisticsOutput => {
      const period = input.Period ?? 60;
      checkDataPeriod(period);
      const window = windowOf(input.StartTime, input.EndTime, period);
      const Metric = { Namespace: input.Namespace, MetricName: input.MetricName, Dimensions: input.Dimensions };
      const datapoints = new Map<number, Datapoint>();
      const collect = (name: string, write: (point: Datapoint, value: number) => void) => {
        checkStatistic(name);
        const stat = { Metric, Period: period, Stat: name, Unit: input.Unit };
        for (const [start, value] of metricSeries(store, stat, window)) {
          const point = datapoints.get(start) ?? { Timestamp: new Date(start), Unit: unitOf(store, input) };
          write(point, value);
          datapoints.set(start, point);
        }
      };
      for (const name of input.Statistics ?? []) {
        collect(name, (point, value) => {
          point[name] = value;
        });
      }
      for (const name of input.ExtendedStatistics ?? []) {
        collect(name, (point, value) => {
          point.ExtendedStatistics = { ...point.ExtendedStatistics, [name]: value };
        });
      }
      return { Label: input.MetricName, Datapoints: [...datapoints.values()] };
    },

    /** Metrics that have data by now. */
    ListMetrics: (input: ListMetricsInput): ListMetricsOutput => {
      const now = cloud.clock.now();
      const fits = ({ id }: Series) =>
        (!input.Namespace || id.namespace === input.Namespace) &&
        (!input.MetricName || id.name === input.MetricName) &&
        (input.Dimensions ?? []).every(
          ({ Name: name = '', Value: value }) => name in id.dimensions && (!value || id.dimensions[name] === value),
        );
      return {
        Metrics: store.list
          .filter((one) => fits(one) && one.newest(now) !== undefined)
          .map(({ id }) => ({
            Namespace: id.namespace,
            MetricName: id.name,
            Dimensions: Object.entries(id.dimensions).map(([Name, Value]) => ({ Name, Value })),
          })),
      };
    },
  };
}

/**
 * @throws ValidationError for queries that AWS refuses
 */
export function checkQueries(queries: readonly MetricDataQuery[]): void {
  if (queries.length > MAX_QUERIES)
    throw new AwsError('ValidationError', `at most ${MAX_QUERIES} queries in a call, got ${queries.length}`);
  for (const { Id: id = '', MetricStat: stat, Expression: expression, Period: period } of queries) {
    if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
      throw new AwsError(
        'ValidationError',
        `The value '${id}' for parameter Id must begin with a lower-case letter and hold letters, digits and underscores`,
      );
    }
    if (queries.filter((one) => one.Id === id).length > 1) {
      throw new AwsError('ValidationError', `The id '${id}' is used more than once`);
    }
    if (!stat === !expression) {
      throw new AwsError('ValidationError', `The query '${id}' must have either MetricStat or Expression`);
    }
    if (stat) checkStatistic(stat.Stat ?? '');
    const asked = stat?.Period ?? period;
    if (asked !== undefined) checkDataPeriod(asked);
  }
}

export function checkStatistic(name: string): void {
  if (!isStatistic(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      `The value ${name} for parameter Stat is not supported: use Sum, Average, Minimum, Maximum, SampleCount, pNN.NN, tmNN, tcNN, tsNN, wmNN, IQM, or bounds as in TC(0.5:) and PR(:0.3)`,
    );
  }
}

/** A list of series (`METRICS()`) is one result each, as in AWS. */
function resultsOf(
  query: MetricDataQuery,
  ask: () => ReturnType<ReturnType<typeof answers>>,
  ascending: boolean,
): MetricDataResult[] {
  try {
    const value = ask();
    if (typeof value === 'number') {
      throw new MetricMathError(`the expression '${query.Id}' is a number, it must be a time series`);
    }
    const list = Array.isArray(value) ? (value as TimeSeries[]) : [value as TimeSeries];
    return list.map((series) => {
      const points = [...series].sort(([a], [b]) => (ascending ? a - b : b - a));
      return {
        Id: query.Id,
        Label: query.Label ?? query.MetricStat?.Metric?.MetricName ?? query.Id,
        Timestamps: points.map(([at]) => new Date(at)),
        Values: points.map(([, one]) => one),
        StatusCode: 'Complete' as const,
      };
    });
  } catch (error) {
    throw asValidationError(error);
  }
}

function put(series: Series, datum: MetricDatum, now: number): void {
  const at = datum.Timestamp?.getTime() ?? now;
  const summary = series.at(at, 0, datum.StorageResolution === 1 ? 1000 : 60_000);
  series.unit = datum.Unit ?? series.unit;
  if (datum.Value !== undefined) summary.add(datum.Value);
  for (const [index, value] of (datum.Values ?? []).entries()) summary.add(value, datum.Counts?.[index] ?? 1);
  const set = datum.StatisticValues;
  if (set) {
    summary.addSet({
      count: set.SampleCount ?? 0,
      sum: set.Sum ?? 0,
      minimum: set.Minimum ?? 0,
      maximum: set.Maximum ?? 0,
    });
  }
}

function unitOf(store: MetricStore, input: GetMetricStatisticsInput): Datapoint['Unit'] {
  const id = {
    namespace: input.Namespace ?? '',
    name: input.MetricName ?? '',
    dimensions: dimensionsOf(input.Dimensions),
  };
  return (store.tryFind(id)?.unit ?? 'None') as Datapoint['Unit'];
}
