import type { Properties, Resource } from './templates';
import { isThere, numberAt, objectsAt, textAt } from './values';

/** One metric that an alarm looks at. */
export interface AlarmMetric {
  readonly namespace?: string;
  readonly name?: string;
  readonly dimensions: readonly Properties[];
  readonly periodSeconds?: number;
}

/** The metrics of an alarm, by metric math or not. */
export function metricsOf({ properties }: Resource): AlarmMetric[] {
  if (isThere(properties.MetricName)) return [metricOf(properties, properties)];
  return objectsAt(properties, 'Metrics').flatMap((query) => {
    const { MetricStat } = query;
    return objectsAt(MetricStat, 'Metric').map((metric) => metricOf(metric, MetricStat as Properties));
  });
}

function metricOf(metric: Properties, timed: Properties): AlarmMetric {
  return {
    namespace: textAt(metric, 'Namespace'),
    name: textAt(metric, 'MetricName'),
    dimensions: objectsAt(metric, 'Dimensions'),
    periodSeconds: numberAt(timed, 'Period'),
  };
}

/** How long something must have been bad before the alarm can fire, in seconds; without what CloudWatch needs to get the metric. */
export function secondsToFire(alarm: Resource): number | undefined {
  const { properties } = alarm;
  const periods = metricsOf(alarm).flatMap(({ periodSeconds }) => periodSeconds ?? []);
  const datapoints = numberAt(properties, 'DatapointsToAlarm') ?? numberAt(properties, 'EvaluationPeriods');
  return periods.length === 0 || datapoints === undefined ? undefined : Math.max(...periods) * datapoints;
}

/** What the alarm makes of minutes without data; `missing` when it says nothing. */
export function missingDataOf({ properties }: Resource): string {
  return textAt(properties, 'TreatMissingData') ?? 'missing';
}

/** Whether a metric has a dimension. */
export function hasDimension({ dimensions }: AlarmMetric, name: string): boolean {
  return dimensions.some((dimension) => dimension.Name === name);
}
