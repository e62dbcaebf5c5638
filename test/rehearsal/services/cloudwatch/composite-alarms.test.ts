import { errorsAlarm, localCloudWatch, MINUTE, type Setting } from './setting';

async function states({ client }: Setting): Promise<Record<string, string | undefined>> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.DescribeAlarms({
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  return Object.fromEntries([...MetricAlarms, ...CompositeAlarms].map((one) => [one.AlarmName, one.StateValue]));
}

describe('composite alarms', () => {
  const composite = { AlarmName: 'either', AlarmRule: 'ALARM("errors") OR ALARM("other")' };

  test('follow their children at once', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(errorsAlarm());
    await setting.client.PutMetricAlarm(errorsAlarm({ AlarmName: 'other' }));
    await setting.client.PutCompositeAlarm(composite);
    await setting.clock.advance(MINUTE + 1);
    const before = await states(setting);

    await setting.client.SetAlarmState({ AlarmName: 'other', StateValue: 'ALARM', StateReason: 'by hand' });

    expect(before).toEqual({ errors: 'OK', other: 'OK', either: 'OK' });
    expect(await states(setting)).toEqual({ errors: 'OK', other: 'ALARM', either: 'ALARM' });
  });

  test('withhold their actions while the suppressor is in alarm, but change their state', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(errorsAlarm());
    await setting.client.PutMetricAlarm(errorsAlarm({ AlarmName: 'maintenance' }));
    await setting.client.PutCompositeAlarm({
      ...composite,
      AlarmActions: ['arn:topic'],
      ActionsSuppressor: 'maintenance',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    });

    for (const AlarmName of ['maintenance', 'errors']) {
      await setting.client.SetAlarmState({ AlarmName, StateValue: 'ALARM', StateReason: 'by hand' });
    }

    expect((await states(setting)).either).toBe('ALARM');
    expect(setting.cloudWatch.book.actionsTaken).toEqual([]);
  });

  test('are not found by name unless their type is asked for', async () => {
    const setting = localCloudWatch();
    await setting.client.PutCompositeAlarm(composite);

    const without = await setting.client.DescribeAlarms({ AlarmNames: ['either'] });
    const withType = await setting.client.DescribeAlarms({ AlarmNames: ['either'], AlarmTypes: ['CompositeAlarm'] });

    expect([without.MetricAlarms, without.CompositeAlarms]).toEqual([[], []]);
    expect(withType.CompositeAlarms?.map((one) => one.AlarmName)).toEqual(['either']);
  });
});
