import type { DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import type { Cloud } from '../../cloud';
import type { AsRole } from './as-role';
import { ALARM_POLL_MS, FIRST_ALARM_POLL_MS } from './durations';
import { Interruption } from './interruption';

/**
 * Looks at the alarms of a deployment until `signal` aborts, from its first moment on: an alarm that fires already stops
 * it at once (aws-facts 1.7).
 *
 * @param stop called once, with what stops the deployment
 */
export async function watchAlarms(
  cloud: Cloud,
  role: AsRole,
  alarms: AlarmConfiguration | undefined,
  signal: AbortSignal,
  stop: (why: Interruption) => void,
): Promise<void> {
  const names = (alarms?.alarms ?? []).flatMap(({ name }) => name ?? []);
  if (!alarms?.enabled || names.length === 0) return;
  await cloud.clock.sleep(FIRST_ALARM_POLL_MS, signal);
  while (!signal.aborted) {
    const why = await look(cloud, role, names, alarms.ignorePollAlarmFailure ?? false);
    if (signal.aborted) return;
    if (why) return stop(why);
    await cloud.clock.sleep(ALARM_POLL_MS, signal);
  }
}

async function look(
  cloud: Cloud,
  role: AsRole,
  names: string[],
  ignoreFailure: boolean,
): Promise<Interruption | undefined> {
  try {
    const states = await statesOf(cloud, role, names);
    const firing = names.filter((name) => states.get(name) === 'ALARM');
    if (firing.length > 0) return new Interruption('alarm', 'ALARM_ACTIVE', activated(firing));
    const missing = names.filter((name) => !states.has(name));
    if (missing.length === 0 || ignoreFailure || cloud.switches.is('codedeploy.missing-alarm', 'ignored'))
      return undefined;
    return new Interruption('alarm', 'ALARM_ACTIVE', `CloudWatch has no alarm ${missing.join(', ')}.`);
  } catch (error) {
    if (ignoreFailure) return undefined;
    if (!(error instanceof Interruption)) throw error;
    // the state cannot be read: the deployment stops, unless told otherwise (1.6); the code is that of the error
    return new Interruption('alarm', error.code, error.message);
  }
}

async function statesOf(cloud: Cloud, role: AsRole, names: string[]): Promise<Map<string, string>> {
  const composite = cloud.switches.is('codedeploy.composite-alarms', 'seen');
  const { MetricAlarms = [], CompositeAlarms = [] } = await role.call<DescribeAlarmsOutput>(
    'cloudwatch',
    'DescribeAlarms',
    { AlarmNames: names, ...(composite ? { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] } : {}) },
  );
  const alarms = composite ? [...MetricAlarms, ...CompositeAlarms] : MetricAlarms;
  return new Map(alarms.map(({ AlarmName = '', StateValue = '' }) => [AlarmName, StateValue]));
}

function activated(names: string[]): string {
  const list = names.map((name) => `<${name}>`).join(' ');
  return `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: ${list}`;
}
