import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../../cloud';
import { serviceCalled } from '../../../principal';
import { ALARM_POLL_MS } from './durations';
import { Interruption } from './interruption';
import type { ServiceDeployment } from './records';

/**
 * Watches the alarms of a deployment until `signal` aborts. If one of them fires when it starts, none is watched for as long as it lasts
 * (aws-facts 4.6). Never rejects: what cannot be read is passed over.
 */
export async function watchAlarms(cloud: Cloud, deployment: ServiceDeployment, signal: AbortSignal): Promise<void> {
  const { alarmNames = [], enable, rollback } = deployment.configuration.alarms ?? {};
  if (!enable || alarmNames.length === 0 || (await firing(cloud, alarmNames)).length > 0) return;
  deployment.alarms.status = 'MONITORING';
  while (!signal.aborted) {
    await cloud.clock.sleep(ALARM_POLL_MS, signal);
    const fired = await firing(cloud, alarmNames);
    if (signal.aborted) break;
    if (fired.length === 0) continue;
    deployment.alarms.status = 'TRIGGERED';
    deployment.alarms.triggered = fired;
    const text = `Service deployment rolled back because alarm(s) detected: ${fired.join(', ')}`;
    deployment.interrupt.abort(new Interruption('alarm', text, rollback ?? false));
    return;
  }
  deployment.alarms.status = 'MONITORING_COMPLETE';
}

async function firing(cloud: Cloud, names: string[]): Promise<string[]> {
  try {
    const input = { AlarmNames: names, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] };
    const { MetricAlarms = [], CompositeAlarms = [] } = (await cloud.call(
      'cloudwatch',
      'DescribeAlarms',
      input,
      serviceCalled('ecs.amazonaws.com'),
    )) as DescribeAlarmsOutput;
    return [...MetricAlarms, ...CompositeAlarms].flatMap(({ AlarmName: name = '', StateValue }) =>
      StateValue === 'ALARM' ? [name] : [],
    );
  } catch {
    return [];
  }
}
