import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../aws-error';
import { queriesOf } from './alarm-event';
import { checkQueries, checkStatistic } from './metric-data';
import { parseExpression } from './metric-math/parse';
import { asValidationError, periodOf } from './queries';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'];
const FIXED = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const BANDS = ['LessThanLowerOrGreaterThanUpperThreshold', 'LessThanLowerThreshold', 'GreaterThanUpperThreshold'];
const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * Checks the configuration of a metric alarm (aws-facts 7.1 and 7.2).
 *
 * @returns its name
 * @throws ValidationError, MissingParameter, InvalidParameterCombination
 */
export function checkMetricAlarm(input: PutMetricAlarmInput): string {
  const { AlarmName: name, EvaluationPeriods: n, DatapointsToAlarm: m } = input;
  if (!name) throw new AwsError('MissingParameter', 'The parameter AlarmName is required');
  if (n === undefined) throw new AwsError('MissingParameter', 'The parameter EvaluationPeriods is required');
  if (!(Number.isInteger(n) && n >= 1)) throw invalid(`EvaluationPeriods must be at least 1, got ${n}`);
  if (m !== undefined && !(Number.isInteger(m) && m >= 1 && m <= n)) {
    throw invalid(`DatapointsToAlarm must be between 1 and EvaluationPeriods (${n}), got ${m}`);
  }
  checkChoice('TreatMissingData', input.TreatMissingData ?? 'missing', TREATMENTS);
  checkChoice('EvaluateLowSampleCountPercentile', input.EvaluateLowSampleCountPercentile ?? 'evaluate', [
    'evaluate',
    'ignore',
  ]);
  checkThreshold(input);
  if (input.Metrics?.length) checkMetrics(input, input.Metrics);
  else checkSingleMetric(input);
  checkSpan(periodOf(queriesOf(input)), n);
  return name;
}

function checkThreshold({
  ComparisonOperator: given,
  Threshold: threshold,
  ThresholdMetricId: band,
}: PutMetricAlarmInput): void {
  const operator: string = given ?? '';
  checkChoice('ComparisonOperator', operator, [...FIXED, ...BANDS]);
  if (threshold === undefined && band === undefined) {
    throw new AwsError('MissingParameter', 'The parameter Threshold or ThresholdMetricId is required');
  }
  if (BANDS.includes(operator) !== (band !== undefined)) {
    throw invalid(
      `ComparisonOperator ${operator} does not go with ${band === undefined ? 'Threshold' : 'ThresholdMetricId'}`,
    );
  }
}

function checkSingleMetric(input: PutMetricAlarmInput): void {
  if (!input.MetricName || !input.Namespace) {
    throw new AwsError('MissingParameter', 'The parameters MetricName and Namespace, or Metrics, are required');
  }
  if (!input.Statistic === !input.ExtendedStatistic) {
    throw new AwsError('InvalidParameterCombination', 'Exactly one of Statistic and ExtendedStatistic must be given');
  }
  if (input.Period === undefined) throw new AwsError('MissingParameter', 'The parameter Period is required');
  checkPeriod(input.Period);
  checkStatistic(input.Statistic ?? input.ExtendedStatistic ?? '');
}

function checkMetrics(input: PutMetricAlarmInput, queries: MetricDataQuery[]): void {
  const alone = ['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Dimensions', 'Period', 'Unit'] as const;
  const both = alone.find((key) => input[key] !== undefined && !(Array.isArray(input[key]) && input[key].length === 0));
  if (both) throw new AwsError('InvalidParameterCombination', `${both} must not be given together with Metrics`);
  checkQueries(queries);
  const expressions = queries.filter((query) => query.Expression !== undefined);
  if (expressions.length > 10 || queries.length - expressions.length > 10) {
    throw invalid('Metrics can have up to 10 metrics and 10 expressions');
  }
  if (queries.filter((query) => query.ReturnData ?? true).length !== 1) {
    throw invalid('Exactly one element of Metrics must have ReturnData true');
  }
  for (const { MetricStat: stat, Expression: expression } of queries) {
    if (stat) checkPeriod(stat.Period ?? 0);
    if (expression === undefined) continue;
    if (/\bSEARCH\s*\(/i.test(expression)) throw invalid('SEARCH is not supported on Metric Alarms.');
    try {
      parseExpression(expression);
    } catch (error) {
      throw asValidationError(error);
    }
  }
}

function checkPeriod(period: number): void {
  if (![10, 20, 30].includes(period) && !(period > 0 && period % 60 === 0)) {
    throw invalid(`Period must be 10, 20, 30 or a multiple of 60, got ${period}`);
  }
}

/** An alarm looks back over a day at most; over a week when its period is an hour or longer. */
function checkSpan(period: number, evaluationPeriods: number): void {
  const most = period >= HOUR ? 7 * DAY : DAY;
  if (period * evaluationPeriods > most) {
    throw invalid(`EvaluationPeriods x Period must not exceed ${most} seconds, got ${evaluationPeriods} x ${period}`);
  }
}

function checkChoice(parameter: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw invalid(`${parameter} must be one of ${choices.join(', ')}, got '${value}'`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
