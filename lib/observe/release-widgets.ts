import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { DoraMetrics } from './dora-metrics';
import { ReleaseMetrics } from './release-metrics';
import type { IReleased } from './released';

const COLOUR = '#1f77b4';
const TARGET_COLOUR = '#d62728';
const HEIGHT = 5;

/** The four figures of DORA over the time that the dashboard shows. */
export function doraWidgets(release: IReleased): cloudwatch.IWidget[] {
  const dora = DoraMetrics.of(release);
  const figures = [
    dora.deploymentFrequency(),
    dora.leadTimeForChanges(),
    dora.changeFailureRate(),
    dora.timeToRestore(),
  ];
  return figures.map(
    (figure) =>
      new cloudwatch.SingleValueWidget({
        title: figure.label,
        metrics: [figure],
        width: 6,
        height: 3,
        setPeriodToTimeRange: true,
      }),
  );
}

/** A measure of releases, and what teams usually aim at. */
interface Measure {
  readonly title: string;
  readonly expression: string;
  readonly metric: cloudwatch.Metric;
  readonly target: number;
  readonly targetLabel: string;
  readonly width: number;
}

/** Each release as a point, and the usual target as a line. */
export function releaseWidgets(release: IReleased): cloudwatch.IWidget[] {
  const metrics = ReleaseMetrics.of(release);
  const minutes = 'value / 60';
  const measures: Measure[] = [
    {
      title: 'Release: duration (min)',
      expression: minutes,
      metric: metrics.duration(),
      target: 30,
      targetLabel: 'at most 30 min',
      width: 5,
    },
    {
      title: 'Release: cutover (min)',
      expression: minutes,
      metric: metrics.cutover(),
      target: 5,
      targetLabel: 'at most 5 min',
      width: 5,
    },
    {
      title: 'Succeeded (%)',
      expression: '100 * value',
      metric: metrics.succeeded(),
      target: 95,
      targetLabel: 'at least 95 %',
      width: 4,
    },
    {
      title: 'Rollback: time to detect (min)',
      expression: minutes,
      metric: metrics.timeToDetect(),
      target: 10,
      targetLabel: 'at most 10 min',
      width: 5,
    },
    {
      title: 'Rollback: time to go back (min)',
      expression: minutes,
      metric: metrics.timeToRollBack(),
      target: 2,
      targetLabel: 'at most 2 min',
      width: 5,
    },
  ];
  return measures.map(widgetOf);
}

function widgetOf({ title, expression, metric, target, targetLabel, width }: Measure): cloudwatch.IWidget {
  return new cloudwatch.GraphWidget({
    title,
    width,
    height: HEIGHT,
    left: [
      new cloudwatch.MathExpression({
        label: 'releases',
        color: COLOUR,
        expression,
        usingMetrics: { value: metric },
        period: metric.period,
      }),
    ],
    leftAnnotations: [{ value: target, label: targetLabel, color: TARGET_COLOUR }],
    leftYAxis: { min: 0, showUnits: false },
  });
}
