import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { AWS_CLIENT_OPTIONS } from '../shared/aws-client-options';
import { decodeJson, readList, readName } from '../shared/checked-json';
import { hookHandler } from '../shared/hook-handler';
import { type AlarmState, decide } from './decide';

const cloudWatch = new CloudWatchClient(AWS_CLIENT_OPTIONS);

/** What ECS invokes before anything of a release exists. */
export const handler = hookHandler('alarm-preflight', async ({ signal }) => {
  const names = readList(decodeJson(process.env.ALARMS ?? '', 'ALARMS'), 'ALARMS').map((name) =>
    readName(name, 'ALARMS'),
  );
  return decide(names, await statesOf(names, signal));
});

async function statesOf(names: readonly string[], signal: AbortSignal): Promise<AlarmState[]> {
  // With no names DescribeAlarms would answer every alarm of the account.
  if (names.length === 0) return [];
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
    }),
    { abortSignal: signal },
  );
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = '', StateValue = '' }) => ({
    name: AlarmName,
    state: StateValue,
  }));
}
