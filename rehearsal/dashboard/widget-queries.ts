import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';

/** What a widget asks CloudWatch for, and how each answer is drawn. */
export interface WidgetQueries {
  readonly queries: readonly MetricDataQuery[];
  /** By the id of a query that is drawn. */
  readonly styles: ReadonlyMap<string, SeriesStyle>;
}

export interface SeriesStyle {
  readonly label: string;
  readonly color?: string;
  readonly axis: 'left' | 'right';
  readonly period: number;
}

/** The properties of a metric widget, as far as they say what is asked. */
export interface MetricProperties {
  readonly metrics?: readonly (readonly unknown[])[];
  readonly period?: number;
  readonly stat?: string;
}

interface Rendering {
  readonly id?: string;
  readonly label?: string;
  readonly color?: string;
  readonly stat?: string;
  readonly period?: number;
  readonly yAxis?: string;
  readonly visible?: boolean;
  readonly expression?: string;
}

/**
 * Reads the metrics of a widget: `[namespace, name, dimension, value, ..., {rendering}]` each, or `[{expression}]`. `.` repeats what the
 * row above has at that place, `...` all of it.
 *
 * @param period seconds, for all of them @default - their own, the widget's, or five minutes
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function widgetQueries({ metrics = [], ...widget }: MetricProperties, period?: number): WidgetQueries {
  const styles = new Map<string, SeriesStyle>();
  let above: readonly unknown[] = [];
  const queries = metrics.map((row, index): MetricDataQuery => {
    const last = row.at(-1);
    const rendering = (typeof last === 'object' && last !== null ? last : {}) as Rendering;
    const texts = repeated(
      row.filter((one) => typeof one === 'string'),
      above,
    );
    if (texts.length > 0) above = texts;
    const Id = rendering.id ?? `row${index}`;
    const Period = period ?? rendering.period ?? widget.period ?? 300;
    const isShown = rendering.visible !== false;
    if (isShown) {
      styles.set(Id, {
        label: rendering.label ?? String(texts[1] ?? rendering.expression ?? Id),
        color: rendering.color,
        axis: rendering.yAxis === 'right' ? 'right' : 'left',
        period: Period,
      });
    }
    if (rendering.expression !== undefined)
      return { Id, Expression: rendering.expression, Period, ReturnData: isShown };
    const [Namespace = '', MetricName = '', ...dimensions] = texts.map(String);
    const Stat = rendering.stat ?? widget.stat ?? 'Average';
    return {
      Id,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions: pairs(dimensions) }, Period, Stat },
      ReturnData: isShown,
    };
  });
  return { queries, styles };
}

function repeated(row: readonly unknown[], above: readonly unknown[]): readonly unknown[] {
  const all = row.indexOf('...');
  if (all >= 0) return [...above.slice(0, above.length - (row.length - all - 1)), ...row.slice(all + 1)];
  return row.map((one, index) => (one === '.' ? above[index] : one));
}

function pairs(texts: readonly string[]): { Name: string; Value: string }[] {
  return texts.flatMap((Name, index) => (index % 2 === 0 ? [{ Name, Value: texts[index + 1] ?? '' }] : []));
}
