import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ReleaseMetrics } from './release-metrics';
import type { ObservedRelease } from './released';

type Colours = NonNullable<ObservedRelease['colours']>;

const MINUTE = Duration.minutes(1);
const BLUE = '#1f77b4';
const GREEN = '#2ca02c';
const PALE = { blue: '#9ecae1', green: '#98df8a' };
const HALF_WIDTH = 12;
const HEIGHT = 6;

/**
 * What users get of each colour, side by side, with marks where releases began and ended.
 *
 * The shares are those of the requests, not the weights that are set: that is what users really got, stickiness included, and no
 * function has to write it. CloudWatch's own vertical annotations have fixed times, so the marks are metrics: a line at zero on the right
 * axis with a spike where something happened.
 */
export function trafficWidgets({ blue, green }: Colours, releases: ReleaseMetrics): cloudwatch.IWidget[][] {
  const marked = (props: cloudwatch.GraphWidgetProps) =>
    new cloudwatch.GraphWidget({
      width: HALF_WIDTH,
      height: HEIGHT,
      period: MINUTE,
      right: marks(releases),
      rightYAxis: { min: 0, max: 1, showUnits: false },
      ...props,
    });
  const both = (expression: (counted: string, requests: string) => string, counted: string) =>
    [
      { label: 'blue', color: BLUE, source: blue },
      { label: 'green', color: GREEN, source: green },
    ].map(({ label, color, source }) =>
      // The ids of all metrics of a graph are one set of names.
      math(label, color, expression(`${label}Counted`, `${label}Requests`), {
        [`${label}Counted`]: source.metric(counted, 'Sum'),
        [`${label}Requests`]: source.metric('RequestCount', 'Sum'),
      }),
    );
  const rows = [
    [
      marked({
        title: 'Share of production requests (%)',
        left: [share('blue', 'green', BLUE, { blue, green }), share('green', 'blue', GREEN, { blue, green })],
        leftYAxis: { min: 0, max: 100, showUnits: false },
        stacked: true,
      }),
      marked({
        title: 'Requests a minute',
        left: plain({ blue, green }, 'RequestCount', 'Sum'),
        leftYAxis: { min: 0, showUnits: false },
      }),
    ],
    [
      marked({
        title: 'Answers that were errors, 5xx (%)',
        // A minute without an error has no point in the count of errors; the sum with a zero for each minute has one.
        left: both(
          (errors, requests) => `100 * SUM([${errors}, ${requests} * 0]) / ${requests}`,
          'HTTPCode_Target_5XX_Count',
        ),
        leftYAxis: { min: 0, showUnits: false },
      }),
      marked({
        title: 'Response time (seconds)',
        left: [
          ...plain({ blue, green }, 'TargetResponseTime', 'p99', 'p99'),
          blue.metric('TargetResponseTime', 'p50').with({ label: 'blue p50', color: PALE.blue }),
          green.metric('TargetResponseTime', 'p50').with({ label: 'green p50', color: PALE.green }),
        ],
        leftYAxis: { min: 0, showUnits: false },
      }),
    ],
  ];
  const connections = marked({
    title: 'Connections that failed, a minute',
    left: both((failed, requests) => `SUM([${failed}, ${requests} * 0])`, 'TargetConnectionErrorCount'),
    leftYAxis: { min: 0, showUnits: false },
  });
  if (!blue.hasHosts || !green.hasHosts) return [...rows, [connections]];
  const hosts = marked({
    title: 'Healthy targets',
    left: plain({ blue, green }, 'HealthyHostCount', 'Minimum'),
    leftYAxis: { min: 0, showUnits: false },
  });
  return [...rows, [connections, hosts]];
}

/** Of the requests of both colours, the part of one; the other may have none. */
function share(own: string, other: string, color: string, { blue, green }: Colours): cloudwatch.IMetric {
  return math(own, color, `100 * SUM([${own}, ${other} * 0]) / SUM([${own}, ${other}])`, {
    blue: blue.metric('RequestCount', 'Sum'),
    green: green.metric('RequestCount', 'Sum'),
  });
}

function plain({ blue, green }: Colours, name: string, statistic: string, suffix = ''): cloudwatch.IMetric[] {
  const label = (colour: string) => (suffix ? `${colour} ${suffix}` : colour);
  return [
    blue.metric(name, statistic).with({ label: label('blue'), color: BLUE }),
    green.metric(name, statistic).with({ label: label('green'), color: GREEN }),
  ];
}

function math(label: string, color: string, expression: string, usingMetrics: Record<string, cloudwatch.IMetric>) {
  return new cloudwatch.MathExpression({ label, color, expression, usingMetrics, period: MINUTE });
}

function marks(releases: ReleaseMetrics): cloudwatch.IMetric[] {
  const mark = (id: string, label: string, color: string, metric: cloudwatch.Metric) =>
    math(label, color, `FILL(${id}, 0)`, { [id]: metric });
  return [
    mark('begins', 'starts', '#7f7f7f', releases.started({ period: MINUTE })),
    mark('succeeds', 'succeeds', '#17becf', releases.succeeded({ period: MINUTE, statistic: 'Maximum' })),
    mark('back', 'goes back', '#d62728', releases.rolledBack({ period: MINUTE, statistic: 'Maximum' })),
  ];
}
