import { errorsAlarm, localCloudWatch } from './setting';

describe('change of state of an alarm', () => {
  test("is an event of EventBridge's shape", async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(
      errorsAlarm({ AlarmDescription: 'too many', Dimensions: [{ Name: 'A', Value: 'b' }] }),
    );
    await setting.clock.advance(1000);

    await setting.client.SetAlarmState({
      AlarmName: 'errors',
      StateValue: 'ALARM',
      StateReason: 'by hand',
      StateReasonData: '{"who":"me"}',
    });

    expect(setting.events).toEqual([
      {
        source: 'aws.cloudwatch',
        detailType: 'CloudWatch Alarm State Change',
        resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors'],
        time: 1000,
        detail: {
          alarmName: 'errors',
          configuration: {
            description: 'too many',
            metrics: [
              {
                id: 'm1',
                metricStat: {
                  metric: { namespace: 'App', name: 'Errors', dimensions: { A: 'b' } },
                  period: 60,
                  stat: 'Sum',
                },
                returnData: true,
              },
            ],
          },
          previousState: {
            value: 'INSUFFICIENT_DATA',
            reason: 'Unchecked: Initial alarm creation',
            timestamp: '1970-01-01T00:00:00.000+0000',
          },
          state: {
            value: 'ALARM',
            reason: 'by hand',
            reasonData: '{"who":"me"}',
            timestamp: '1970-01-01T00:00:01.000+0000',
          },
        },
      },
    ]);
  });

  test('takes the actions of the new state, unless they are disabled', async () => {
    const setting = localCloudWatch();
    const actions = { AlarmActions: ['arn:topic'], OKActions: ['arn:fine'] };
    await setting.client.PutMetricAlarm(errorsAlarm(actions));
    await setting.client.PutMetricAlarm(errorsAlarm({ ...actions, AlarmName: 'quiet', ActionsEnabled: false }));

    for (const AlarmName of ['errors', 'quiet']) {
      await setting.client.SetAlarmState({ AlarmName, StateValue: 'ALARM', StateReason: 'by hand' });
    }

    expect(setting.cloudWatch.book.actionsTaken).toEqual([
      { at: 0, alarmName: 'errors', state: 'ALARM', actionArn: 'arn:topic' },
    ]);
  });

  test('is in the history, the newest first', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(errorsAlarm());
    await setting.client.SetAlarmState({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'by hand' });

    const { AlarmHistoryItems } = await setting.client.DescribeAlarmHistory({ AlarmName: 'errors' });

    expect(AlarmHistoryItems?.map((one) => one.HistorySummary)).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "errors" created',
    ]);
  });
});
