import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Switches } from '../../switches';
import { queriesOf } from './alarm-event';
import { type AlarmVerdict, evaluateAlarm, type MissingDataTreatment, type Period } from './evaluate-alarm';
import { MetricMathError } from './metric-math/parse';
import { dimensionsOf, type MetricStore } from './metric-store';
import { answers, periodOf, type Window } from './queries';
import { percentileOf } from './statistics';

/** What an evaluation found. */
export interface AlarmEvaluation {
  readonly verdict: AlarmVerdict;
  readonly reason: string;
  readonly reasonData: string;
  /** Are there data points at all in the evaluation range? */
  readonly hasData: boolean;
  /** The alarm cannot be evaluated: the text says why. */
  readonly failure?: string;
}

/**
 * Evaluates a metric alarm at a moment: its evaluation range are the periods that end there.
 *
 * @param now a full minute (or ten seconds, for short periods)
 */
export function evaluateMetricAlarm(
  alarm: MetricAlarm,
  store: MetricStore,
  now: number,
  switches: Switches,
): AlarmEvaluation {
  const queries = queriesOf(alarm);
  const period = alarm.Period ?? periodOf(queries);
  const n = alarm.EvaluationPeriods ?? 1;
  const length = n + Number(switches.value('cloudwatch.evaluationRange'));
  const window: Window = {
    from: now - length * period * 1000,
    to: now,
    now,
    fillsWithoutData: switches.is('cloudwatch.fillWithoutData', 'fills'),
  };
  const starts = Array.from({ length }, (_, index) => window.from + index * period * 1000);
  try {
    const id = queries.find((query) => query.ReturnData ?? true)?.Id ?? '';
    const series = answers(store, queries, window)(id);
    const values = starts.map((start) => {
      if (typeof series === 'number') return series;
      if (Array.isArray(series)) throw new MetricMathError(`the expression '${id}' gives several time series`);
      return (series as ReadonlyMap<number, number>).get(start);
    });
    const m = alarm.DatapointsToAlarm ?? n;
    const treatMissingData = (alarm.TreatMissingData ?? 'missing') as MissingDataTreatment;
    const range = values.map((value) => classify(value, alarm));
    const verdict = hasTooFewSamples(alarm, store, window)
      ? 'keep'
      : evaluateAlarm(range, { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData });
    const points = starts.flatMap((start, index) => {
      const value = values[index];
      return value === undefined ? [] : [{ start, value }];
    });
    return {
      verdict,
      reason: reasonFor(alarm, points.slice(-n), n, m),
      reasonData: reasonDataFor(alarm, points.slice(-n), period, now),
      hasData: points.length > 0,
    };
  } catch (error) {
    if (!(error instanceof MetricMathError)) throw error;
    const reason = `Unable to evaluate the alarm: ${error.message}`;
    return { verdict: 'INSUFFICIENT_DATA', reason, reasonData: '{}', hasData: false, failure: error.message };
  }
}

const BREACHES: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

function classify(value: number | undefined, alarm: MetricAlarm): Period {
  if (value === undefined) return 'missing';
  const breaches = BREACHES[alarm.ComparisonOperator ?? ''];
  if (!breaches || alarm.Threshold === undefined) {
    throw new MetricMathError('the local CloudWatch has no anomaly detection: the alarm needs a fixed threshold');
  }
  return breaches(value, alarm.Threshold) ? 'breaching' : 'ok';
}

/** EvaluateLowSampleCountPercentile=ignore: a percentile of fewer values than it takes to tell it from its neighbours. */
function hasTooFewSamples(alarm: MetricAlarm, store: MetricStore, window: Window): boolean {
  const percent = percentileOf(alarm.ExtendedStatistic ?? '');
  if (percent === undefined || alarm.EvaluateLowSampleCountPercentile !== 'ignore') return false;
  const share = percent / 100;
  const needed = 10 / (share >= 0.5 ? 1 - share : share);
  const id = {
    namespace: alarm.Namespace ?? '',
    name: alarm.MetricName ?? '',
    dimensions: dimensionsOf(alarm.Dimensions),
  };
  const newest = store.tryFind(id)?.between(window.from, window.to, window.now);
  return newest !== undefined && newest.count < needed;
}

interface Point {
  readonly start: number;
  readonly value: number;
}

const WORDS: Record<string, string> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** In the manner of CloudWatch; newest data point first, as there. */
function reasonFor(alarm: MetricAlarm, points: readonly Point[], n: number, m: number): string {
  if (points.length === 0) {
    const treatment = alarm.TreatMissingData ?? 'missing';
    if (treatment === 'missing' || treatment === 'ignore')
      return `Insufficient Data: ${count(n, 'datapoint')} ${n === 1 ? 'was' : 'were'} unknown.`;
    const name = treatment === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${count(n, 'period')} and ${count(n, 'missing datapoint')} ${n === 1 ? 'was' : 'were'} treated as [${name}].`;
  }
  const breaching = points.filter(({ value }) => classify(value, alarm) === 'breaching');
  const shown = breaching.length > 0 ? breaching : points;
  const list = shown.map(({ start, value }) => `${value} (${clockTime(start)})`).reverse();
  const verb =
    breaching.length > 0 ? (shown.length === 1 ? 'was' : 'were') : shown.length === 1 ? 'was not' : 'were not';
  return (
    `Threshold Crossed: ${shown.length} out of the last ${count(n, 'datapoint')} [${list.join(', ')}] ${verb} ` +
    `${WORDS[alarm.ComparisonOperator ?? '']} the threshold (${alarm.Threshold}) ` +
    `(minimum ${count(m, 'datapoint')} for OK -> ALARM transition).`
  );
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** As in 31/12/26 23:59:00. */
function clockTime(time: number): string {
  const [date, clock] = new Date(time).toISOString().slice(2, 19).split('T');
  return `${date.split('-').reverse().join('/')} ${clock}`;
}

function reasonDataFor(alarm: MetricAlarm, points: readonly Point[], period: number, now: number): string {
  return JSON.stringify({
    version: '1.0',
    queryDate: new Date(now).toISOString().replace('Z', '+0000'),
    ...(points.length > 0 && { startDate: new Date(points[0].start).toISOString().replace('Z', '+0000') }),
    ...(alarm.Statistic && { statistic: alarm.Statistic }),
    ...(alarm.ExtendedStatistic && { statistic: alarm.ExtendedStatistic }),
    period,
    recentDatapoints: points.map(({ value }) => value),
    threshold: alarm.Threshold,
  });
}
