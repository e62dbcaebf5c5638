import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** Those of the alarms that are in ALARM. */
export async function firingAlarms(cloudWatch: CloudWatchClient, names: readonly string[]): Promise<string[]> {
  // With no names DescribeAlarms would answer every alarm of the account.
  if (names.length === 0) return [];
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [...names], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
  );
  return [...MetricAlarms, ...CompositeAlarms].flatMap((one) =>
    one.StateValue === 'ALARM' ? (one.AlarmName ?? []) : [],
  );
}
