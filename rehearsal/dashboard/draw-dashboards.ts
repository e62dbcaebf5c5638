import type { LocalAws } from '../local-aws';
import { rootOf } from '../principal';
import type { DrawnDashboard, DrawnSeries, DrawnWidget } from './drawn-dashboard';
import { type MetricProperties, widgetQueries } from './widget-queries';

interface Widget {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly properties?: MetricProperties & {
    readonly title?: string;
    readonly markdown?: string;
    readonly view?: string;
    readonly stacked?: boolean;
    readonly setPeriodToTimeRange?: boolean;
    readonly annotations?: { readonly horizontal?: DrawnWidget['lines'] };
    readonly yAxis?: { readonly left?: DrawnWidget['left']; readonly right?: DrawnWidget['right'] };
  };
}

/** Reads every dashboard of the local CloudWatch, and asks it for what the widgets show of a span of time. */
export function drawDashboards(aws: LocalAws, from: number, to: number): Promise<DrawnDashboard[]> {
  const drawn = [...aws.cloudWatch.dashboards.values()].map(async ({ name, body }) => {
    const { widgets } = JSON.parse(body) as { widgets: Widget[] };
    return { name, from, to, widgets: await Promise.all(widgets.map((widget) => drawWidget(aws, widget, from, to))) };
  });
  return Promise.all(drawn);
}

async function drawWidget(aws: LocalAws, widget: Widget, from: number, to: number): Promise<DrawnWidget> {
  const { properties = {} } = widget;
  const { title = '', markdown, stacked = false, annotations, yAxis, setPeriodToTimeRange } = properties;
  const kind = kindOf(widget);
  const period = kind === 'value' && setPeriodToTimeRange ? wholePeriod(from, to) : undefined;
  return {
    ...{ x: widget.x ?? 0, y: widget.y ?? 0, width: widget.width ?? 6, height: widget.height ?? 6 },
    ...{ title, kind, markdown, stacked },
    series: kind === 'graph' || kind === 'value' ? await seriesOf(aws, properties, from, to, period) : [],
    lines: annotations?.horizontal ?? [],
    left: yAxis?.left ?? {},
    right: yAxis?.right ?? {},
  };
}

function kindOf({ type, properties }: Widget): DrawnWidget['kind'] {
  if (type === 'text') return 'text';
  if (type !== 'metric') return 'unknown';
  const { view = 'timeSeries' } = properties ?? {};
  if (view === 'timeSeries') return 'graph';
  return view === 'singleValue' ? 'value' : 'unknown';
}

async function seriesOf(
  { cloud, cloudWatch }: LocalAws,
  properties: MetricProperties,
  from: number,
  to: number,
  wanted: number | undefined,
): Promise<DrawnSeries[]> {
  const { queries, styles } = widgetQueries(properties, wanted);
  if (queries.length === 0) return [];
  const { MetricDataResults = [] } = await cloud.client(cloudWatch, rootOf(cloud.account)).GetMetricData({
    MetricDataQueries: [...queries],
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending',
  });
  return MetricDataResults.flatMap(({ Id = '', Timestamps = [], Values = [] }) => {
    const style = styles.get(Id);
    const points = Timestamps.map((time, index) => [time.getTime(), Values[index] ?? 0] as const);
    return style ? [{ ...style, points }] : [];
  });
}

/** Seconds of a period that holds all of a span of time: periods begin at multiples of their length. */
function wholePeriod(from: number, to: number): number {
  let period = Math.ceil((to - from) / 60_000) * 60;
  while (Math.floor(from / (period * 1000)) * period * 1000 + period * 1000 < to) period += 60;
  return period;
}
