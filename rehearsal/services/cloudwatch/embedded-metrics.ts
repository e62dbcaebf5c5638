import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';

/** One directive of an embedded metric. */
interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

/**
 * The metrics that a log line carries in CloudWatch's embedded metric format; none in a line of any other kind, and none where the line
 * does not keep to the format, as CloudWatch Logs does it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(line: string): PutMetricDataInput[] {
  const root = objectIn(line);
  const { Timestamp, CloudWatchMetrics } = (root?._aws ?? {}) as { Timestamp?: unknown; CloudWatchMetrics?: unknown };
  if (!root || typeof Timestamp !== 'number' || !Array.isArray(CloudWatchMetrics)) return [];
  return (CloudWatchMetrics as Directive[]).flatMap(({ Namespace, Dimensions, Metrics }) => {
    if (typeof Namespace !== 'string' || !Array.isArray(Metrics)) return [];
    const sets = (Array.isArray(Dimensions) && Dimensions.length > 0 ? Dimensions : [[]]) as string[][];
    const MetricData = sets.flatMap((set) =>
      (Metrics as { Name?: string; Unit?: string; StorageResolution?: number }[]).flatMap((metric) =>
        datum(root, metric, set, Timestamp),
      ),
    );
    return MetricData.length > 0 ? [{ Namespace, MetricData }] : [];
  });
}

function datum(
  root: Readonly<Record<string, unknown>>,
  { Name = '', Unit, StorageResolution }: { Name?: string; Unit?: string; StorageResolution?: number },
  dimensions: readonly string[],
  timestamp: number,
): MetricDatum[] {
  const values = [root[Name] ?? []].flat();
  if (values.length === 0 || !values.every((one): one is number => typeof one === 'number')) return [];
  if (dimensions.some((name) => root[name] === undefined)) return [];
  return [
    {
      MetricName: Name,
      Dimensions: dimensions.map((name) => ({ Name: name, Value: String(root[name]) })),
      Timestamp: new Date(timestamp),
      Unit: (Unit ?? 'None') as MetricDatum['Unit'],
      StorageResolution,
      Values: values,
      Counts: values.map(() => 1),
    },
  ];
}

/** Lambda may put its own fields before a line of a log; the format is only known where the whole line is one JSON object. */
function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
