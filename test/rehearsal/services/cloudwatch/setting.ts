import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { VirtualClock } from '../../../../rehearsal/clock';
import { Cloud } from '../../../../rehearsal/cloud';
import type { CloudEvent } from '../../../../rehearsal/event-bus';
import { rootOf } from '../../../../rehearsal/principal';
import { CLOUDWATCH_SWITCHES, CloudWatch } from '../../../../rehearsal/services/cloudwatch/cloudwatch';
import { ELBV2_SWITCHES } from '../../../../rehearsal/services/elbv2/elbv2';
import { Switches } from '../../../../rehearsal/switches';

export const MINUTE = 60_000;

/** A service in virtual time that starts at 0. */
export function localCloudWatch(chosen: Record<string, string> = {}) {
  const clock = new VirtualClock(0);
  const cloud = new Cloud({ clock, switches: new Switches([...CLOUDWATCH_SWITCHES, ...ELBV2_SWITCHES], chosen) });
  const cloudWatch = cloud.add(new CloudWatch(cloud));
  const client = cloud.client(cloudWatch, rootOf(cloud.account));
  const events: CloudEvent[] = [];
  cloud.events.subscribe((event) => events.push(event));
  return { clock, cloud, cloudWatch, client, events };
}

export type Setting = ReturnType<typeof localCloudWatch>;

/** An alarm on `App/Errors`: the sum of a minute above 2, once. */
export function errorsAlarm(more: Partial<PutMetricAlarmInput> = {}): PutMetricAlarmInput {
  return {
    AlarmName: 'errors',
    Namespace: 'App',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 2,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
    ...more,
  };
}

/** Writes a value of `App/<name>` at the clock's time. */
export async function put({ client }: Setting, Value: number, MetricName = 'Errors'): Promise<void> {
  await client.PutMetricData({ Namespace: 'App', MetricData: [{ MetricName, Value }] });
}
