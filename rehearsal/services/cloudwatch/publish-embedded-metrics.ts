import type { Cloud } from '../../cloud';
import { serviceCalled } from '../../principal';
import { embeddedMetrics } from './embedded-metrics';

/** CloudWatch Logs' own calls. */
const LOGS = serviceCalled('logs.amazonaws.com');

/**
 * Makes metrics of the log lines that carry them, as CloudWatch Logs does it.
 *
 * @param at the rehearsal's time of the lines; their own timestamps are of this computer's clock
 */
export function publishEmbeddedMetrics(cloud: Cloud, lines: readonly string[], at: number): void {
  if (!cloud.tryFindService('cloudwatch')) return;
  const Timestamp = new Date(at);
  for (const { MetricData = [], ...rest } of lines.flatMap(embeddedMetrics)) {
    const metrics = { ...rest, MetricData: MetricData.map((one) => ({ ...one, Timestamp })) };
    cloud.call('cloudwatch', 'PutMetricData', metrics, LOGS).catch(() => undefined);
  }
}
