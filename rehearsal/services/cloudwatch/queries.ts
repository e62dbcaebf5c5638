import type { MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../aws-error';
import { evaluateExpression, type TimeSeries, type Value } from './metric-math/evaluate';
import { MetricMathError, parseExpression } from './metric-math/parse';
import { dimensionsOf, type MetricStore } from './metric-store';
import { isTooOldFor } from './periods';
import { statistic } from './statistics';

/** A span of time, and what can be seen of it. */
export interface Window {
  /** Included. */
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  /** Rehearsal time of the question: what is published later is not seen. */
  readonly now: number;
  readonly fillsWithoutData: boolean;
  /** When the question begins, where somebody asks for data; an alarm looks at what there is. */
  readonly askedFrom?: number;
}

/** A metric's statistic for each period of a window that has data. */
export function metricSeries(store: MetricStore, stat: MetricStat, window: Window): TimeSeries {
  const { Metric: metric, Period: period = 60, Stat: name = '', Unit: unit } = stat;
  const series = store.tryFind({
    namespace: metric?.Namespace ?? '',
    name: metric?.MetricName ?? '',
    dimensions: dimensionsOf(metric?.Dimensions),
  });
  const points = new Map<number, number>();
  if (window.askedFrom !== undefined && isTooOldFor(period, window.askedFrom, window.now)) return points;
  if (!series || (unit && series.unit && unit !== series.unit)) return points;
  for (const start of periodsOf(window, period)) {
    const summary = series.between(start, start + period * 1000, window.now);
    const value = summary && statistic(summary, name);
    if (value !== undefined) points.set(start, value);
  }
  return points;
}

/** The starts of the periods of a window. */
export function periodsOf({ from, to }: Window, periodSeconds: number): number[] {
  const starts: number[] = [];
  for (let start = from; start < to; start += periodSeconds * 1000) starts.push(start);
  return starts;
}

/** The period of an expression: the longest of the metrics it is asked together with. */
export function periodOf(queries: readonly MetricDataQuery[]): number {
  const periods = queries.flatMap((query) => query.MetricStat?.Period ?? query.Period ?? []);
  return periods.length > 0 ? Math.max(...periods) : 60;
}

/**
 * Answers queries by their ids: metrics from the store, expressions by metric math.
 *
 * @returns a function that gives the value of one query
 * @throws (the function) MetricMathError for expressions that cannot be evaluated
 */
export function answers(
  store: MetricStore,
  queries: readonly MetricDataQuery[],
  window: Window,
): (id: string) => Value {
  const known = new Map<string, Value>();
  const underWay = new Set<string>();
  const periods = periodsOf(window, periodOf(queries));

  const ask = (id: string): Value => {
    const ready = known.get(id);
    if (ready !== undefined) return ready;
    const query = queries.find((one) => one.Id === id);
    if (!query) throw new MetricMathError(`there is no metric or expression '${id}'`);
    if (underWay.has(id)) throw new MetricMathError(`the expression '${id}' refers to itself`);
    underWay.add(id);
    const value = query.MetricStat
      ? metricSeries(store, query.MetricStat, window)
      : evaluateExpression(parseExpression(query.Expression ?? ''), around);
    underWay.delete(id);
    known.set(id, value);
    return value;
  };
  const metrics = () =>
    queries.flatMap((query) =>
      query.MetricStat ? [[query.Id ?? '', ask(query.Id ?? '') as TimeSeries] as const] : [],
    );
  const period = periodOf(queries);
  const periodOfOne = (id: string) => queries.find((one) => one.Id === id)?.MetricStat?.Period ?? period;
  const around = {
    valueOf: ask,
    metrics,
    periodOf: periodOfOne,
    periods,
    fillsWithoutData: window.fillsWithoutData,
  };
  return ask;
}

/** Says in AWS's way that an expression is wrong. */
export function asValidationError(error: unknown): unknown {
  return error instanceof MetricMathError ? new AwsError('ValidationError', error.message) : error;
}
