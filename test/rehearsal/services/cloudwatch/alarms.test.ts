import { errorsAlarm, localCloudWatch, MINUTE, put } from './setting';

describe('life of a metric alarm', () => {
  test('starts with insufficient data, and is decided at the next full minute', async () => {
    const setting = localCloudWatch();
    await setting.clock.advance(10_000);
    await setting.client.PutMetricAlarm(errorsAlarm());

    const atFirst = setting.cloudWatch.stateOf('errors');
    await setting.clock.advance(49_999);
    const before = setting.cloudWatch.stateOf('errors');
    await setting.clock.advance(2);

    expect([atFirst, before, setting.cloudWatch.stateOf('errors')]).toEqual([
      'INSUFFICIENT_DATA',
      'INSUFFICIENT_DATA',
      'OK',
    ]);
  });

  test('fires at the end of the minute that breaches, and returns when that minute has left the evaluation range', async () => {
    const setting = localCloudWatch({ 'cloudwatch.evaluationRange': '2' });
    await setting.client.PutMetricAlarm(errorsAlarm());
    await setting.clock.advance(MINUTE + 1);

    await put(setting, 3);
    await setting.clock.advance(10 * MINUTE);

    const changes = setting.events.map((event) => [
      event.time / MINUTE,
      (event.detail.state as { value: string }).value,
    ]);
    expect(changes).toEqual([
      [1, 'OK'],
      [2, 'ALARM'],
      // The minute from 1 on is in the range of three minutes until minute 4.
      [5, 'OK'],
    ]);
  });

  test('an update keeps the state until the next evaluation', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(errorsAlarm());
    await put(setting, 3);
    await setting.clock.advance(MINUTE + 1);

    await setting.client.PutMetricAlarm(errorsAlarm({ Threshold: 100 }));
    const atOnce = setting.cloudWatch.stateOf('errors');
    await setting.clock.advance(MINUTE);

    expect([atOnce, setting.cloudWatch.stateOf('errors')]).toEqual(['ALARM', 'OK']);
  });

  test('an alarm with a period below a minute is evaluated every ten seconds', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(errorsAlarm({ Period: 10 }));
    await setting.client.PutMetricData({
      Namespace: 'App',
      MetricData: [{ MetricName: 'Errors', Value: 3, StorageResolution: 1 }],
    });

    await setting.clock.advance(10_001);

    expect(setting.cloudWatch.stateOf('errors')).toBe('ALARM');
  });

  test('a metric math alarm judges the expression', async () => {
    const setting = localCloudWatch();
    const metric = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'App', MetricName }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    });
    await setting.client.PutMetricAlarm({
      AlarmName: 'rate',
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      Metrics: [metric('bad', 'Errors'), metric('all', 'Requests'), { Id: 'rate', Expression: '100 * bad / all' }],
    });

    await put(setting, 100, 'Requests');
    await put(setting, 6);
    await setting.clock.advance(MINUTE + 1);

    expect(setting.cloudWatch.stateOf('rate')).toBe('ALARM');
    expect(setting.cloudWatch.book.alarms.get('rate')?.description.StateReason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoint [6 (01/01/70 00:00:00)] was greater than the threshold (5) ' +
        '(minimum 1 datapoint for OK -> ALARM transition).',
    );
  });

  test('an alarm that cannot be evaluated has insufficient data, and says why', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm({
      AlarmName: 'band',
      EvaluationPeriods: 1,
      ThresholdMetricId: 'band',
      ComparisonOperator: 'GreaterThanUpperThreshold',
      Metrics: [
        {
          Id: 'm',
          MetricStat: { Metric: { Namespace: 'App', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
          ReturnData: false,
        },
        { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' },
      ],
    });
    await put(setting, 1);
    await setting.clock.advance(MINUTE + 1);

    expect(setting.cloudWatch.book.alarms.get('band')?.description).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      EvaluationState: 'EVALUATION_ERROR',
    });
  });

  test('nothing runs without alarms, nor after stop', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(errorsAlarm());
    await setting.client.PutMetricAlarm(errorsAlarm({ AlarmName: 'other' }));

    await setting.client.DeleteAlarms({ AlarmNames: ['errors', 'other'] });
    const none = setting.clock.run(new Promise(() => {}));
    await expect(none).rejects.toThrow('virtual time stands still');

    await setting.client.PutMetricAlarm(errorsAlarm());
    setting.cloudWatch.stop();
    await expect(setting.clock.run(new Promise(() => {}))).rejects.toThrow('virtual time stands still');
  });
});

describe('SetAlarmState', () => {
  const force = { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'by hand' } as const;

  test('is undone by the next evaluation that has data', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricAlarm(errorsAlarm());
    await put(setting, 1);

    await setting.client.SetAlarmState(force);
    const forced = setting.cloudWatch.stateOf('errors');
    await setting.clock.advance(MINUTE + 1);

    expect([forced, setting.cloudWatch.stateOf('errors')]).toEqual(['ALARM', 'OK']);
  });

  test.each([
    ['stays', 'ALARM'],
    ['next-evaluation', 'OK'],
  ])('without any data, at switch value %s: %s', async (chosen, expected) => {
    const setting = localCloudWatch({ 'cloudwatch.setAlarmStateWithoutData': chosen });
    await setting.client.PutMetricAlarm(errorsAlarm());

    await setting.client.SetAlarmState(force);
    await setting.clock.advance(5 * MINUTE);

    expect(setting.cloudWatch.stateOf('errors')).toBe(expected);
  });

  test('fails for an alarm that there is not', async () => {
    await expect(localCloudWatch().client.SetAlarmState(force)).rejects.toMatchObject({ code: 'ResourceNotFound' });
  });
});

describe('DescribeAlarms', () => {
  test('answers page by page', async () => {
    const setting = localCloudWatch();
    for (const AlarmName of ['c', 'a', 'b']) await setting.client.PutMetricAlarm(errorsAlarm({ AlarmName }));

    const first = await setting.client.DescribeAlarms({ MaxRecords: 2 });
    const second = await setting.client.DescribeAlarms({ MaxRecords: 2, NextToken: first.NextToken });

    expect(first.MetricAlarms?.map((one) => one.AlarmName)).toEqual(['a', 'b']);
    expect(second.MetricAlarms?.map((one) => one.AlarmName)).toEqual(['c']);
    expect(second.NextToken).toBeUndefined();
  });

  test('takes only what fits name, prefix and state', async () => {
    const setting = localCloudWatch();
    for (const AlarmName of ['web-errors', 'web-slow', 'job'])
      await setting.client.PutMetricAlarm(errorsAlarm({ AlarmName }));
    await setting.client.SetAlarmState({ AlarmName: 'web-slow', StateValue: 'ALARM', StateReason: 'by hand' });

    const { MetricAlarms } = await setting.client.DescribeAlarms({ AlarmNamePrefix: 'web-', StateValue: 'ALARM' });

    expect(MetricAlarms?.map((one) => one.AlarmName)).toEqual(['web-slow']);
  });
});
