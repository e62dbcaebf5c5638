import { localCloudWatch, MINUTE, put } from './setting';

const at = (minutes: number) => new Date(minutes * MINUTE);
const errors = { Metric: { Namespace: 'App', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' };

describe('GetMetricData', () => {
  test('has a point for each period with data: the start included, the end not; newest first', async () => {
    const setting = localCloudWatch();
    for (const value of [1, 2, 4, 8]) {
      await put(setting, value);
      await setting.clock.advance(MINUTE);
    }
    const ask = (ScanBy?: 'TimestampAscending') =>
      setting.client.GetMetricData({
        StartTime: new Date(MINUTE + 30_000),
        EndTime: at(3),
        MetricDataQueries: [{ Id: 'm1', MetricStat: errors }],
        ScanBy,
      });

    const [newestFirst, ascending] = [await ask(), await ask('TimestampAscending')];

    expect(newestFirst.MetricDataResults?.[0]).toMatchObject({
      Id: 'm1',
      Label: 'Errors',
      StatusCode: 'Complete',
      Timestamps: [at(2), at(1)],
      Values: [4, 2],
    });
    expect(ascending.MetricDataResults?.[0].Values).toEqual([2, 4]);
  });

  test('sums longer periods up', async () => {
    const setting = localCloudWatch();
    for (const value of [1, 2, 4, 8]) {
      await put(setting, value);
      await setting.clock.advance(MINUTE);
    }

    const { MetricDataResults } = await setting.client.GetMetricData({
      StartTime: at(0),
      EndTime: at(4),
      MetricDataQueries: [{ Id: 'm1', MetricStat: { ...errors, Period: 120 } }],
    });

    expect(MetricDataResults?.[0].Values).toEqual([12, 3]);
  });

  test('answers expressions, and leaves out what is not to be returned', async () => {
    const setting = localCloudWatch();
    await put(setting, 3);
    await put(setting, 60, 'Requests');
    await setting.clock.advance(MINUTE);

    const { MetricDataResults } = await setting.client.GetMetricData({
      StartTime: at(0),
      EndTime: at(1),
      MetricDataQueries: [
        { Id: 'bad', MetricStat: errors, ReturnData: false },
        {
          Id: 'all',
          MetricStat: { ...errors, Metric: { Namespace: 'App', MetricName: 'Requests' } },
          ReturnData: false,
        },
        { Id: 'rate', Expression: '100 * bad / all', Label: 'error rate' },
      ],
    });

    expect(MetricDataResults?.map((one) => [one.Id, one.Label, one.Values])).toEqual([['rate', 'error rate', [5]]]);
  });

  test.each([
    ['an id that is none', { Id: 'M1', MetricStat: errors }, 'must begin with a lower-case letter'],
    ['neither metric nor expression', { Id: 'm1' }, 'either MetricStat or Expression'],
    ['a statistic that there is not', { Id: 'm1', MetricStat: { ...errors, Stat: 'median' } }, 'The value median'],
    ['an expression of itself', { Id: 'e1', Expression: 'e1 + 1' }, "the expression 'e1' refers to itself"],
    ['a number', { Id: 'e1', Expression: '1 + 1' }, 'it must be a time series'],
  ])('refuses %s', async (_, query, message) => {
    const { client } = localCloudWatch();

    await expect(
      client.GetMetricData({ StartTime: at(0), EndTime: at(1), MetricDataQueries: [query] }),
    ).rejects.toThrow(message);
  });
});

describe('GetMetricStatistics', () => {
  test('has all statistics of a period in one data point', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricData({
      Namespace: 'App',
      MetricData: [{ MetricName: 'Latency', Values: [1, 2, 3], Counts: [1, 1, 2], Unit: 'Seconds' }],
    });

    const { Datapoints } = await setting.client.GetMetricStatistics({
      Namespace: 'App',
      MetricName: 'Latency',
      StartTime: at(0),
      EndTime: at(1),
      Period: 60,
      Statistics: ['Sum', 'SampleCount'],
      ExtendedStatistics: ['p50'],
    });

    expect(Datapoints).toEqual([
      { Timestamp: at(0), Unit: 'Seconds', Sum: 9, SampleCount: 4, ExtendedStatistics: { p50: 2 } },
    ]);
  });

  test('another unit finds nothing', async () => {
    const setting = localCloudWatch();
    await setting.client.PutMetricData({
      Namespace: 'App',
      MetricData: [{ MetricName: 'Latency', Value: 1, Unit: 'Seconds' }],
    });

    const { Datapoints } = await setting.client.GetMetricStatistics({
      Namespace: 'App',
      MetricName: 'Latency',
      StartTime: at(0),
      EndTime: at(1),
      Period: 60,
      Statistics: ['Sum'],
      Unit: 'Milliseconds',
    });

    expect(Datapoints).toEqual([]);
  });
});

describe('metrics', () => {
  test('the order of dimensions does not make another metric, their values do', async () => {
    const setting = localCloudWatch();
    const [a, b] = [
      { Name: 'a', Value: '1' },
      { Name: 'b', Value: '2' },
    ];
    for (const Dimensions of [[a, b], [b, a], [a]]) {
      await setting.client.PutMetricData({
        Namespace: 'App',
        MetricData: [{ MetricName: 'Errors', Value: 1, Dimensions }],
      });
    }

    const { Metrics } = await setting.client.ListMetrics({ Namespace: 'App', Dimensions: [{ Name: 'b' }] });

    expect(Metrics).toEqual([{ Namespace: 'App', MetricName: 'Errors', Dimensions: [a, b] }]);
  });

  test("nobody writes into AWS's namespaces", async () => {
    await expect(
      localCloudWatch().client.PutMetricData({ Namespace: 'AWS/ApplicationELB', MetricData: [] }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  test('are forgotten after a day', async () => {
    const { cloudWatch } = localCloudWatch();
    const series = cloudWatch.metrics.series({ namespace: 'App', name: 'Errors', dimensions: {} });
    for (let minute = 0; minute < 3000; minute++) series.at(minute * MINUTE).add(1);

    expect(series.between(0, 3000 * MINUTE, 0)?.count).toBe(1501);
  });
});

describe('metrics of high resolution', () => {
  const HOUR = 60 * MINUTE;
  const second = (Value: number, at: number) => ({
    MetricName: 'Errors',
    Value,
    StorageResolution: 1,
    Timestamp: new Date(at),
  });
  async function tenSecondsOfAnHour() {
    const setting = localCloudWatch();
    for (let at = 0; at < HOUR; at += 10_000) {
      await setting.client.PutMetricData({ Namespace: 'App', MetricData: [second(1, at)] });
    }
    await setting.clock.advance(HOUR);
    const ask = (Period: number, from: number, to: number) =>
      setting.client
        .GetMetricData({
          StartTime: new Date(from),
          EndTime: new Date(to),
          MetricDataQueries: [{ Id: 'm1', MetricStat: { ...errors, Period } }],
        })
        .then(({ MetricDataResults }) => MetricDataResults?.[0].Values);
    return { setting, ask };
  }

  test.each([
    [1, 60_000, 6],
    [10, 60_000, 6],
    [30, 60_000, 2],
    [60, 120_000, 2],
  ])('have points of %i seconds', async (period, length, points) => {
    const { ask } = await tenSecondsOfAnHour();

    expect(await ask(period, 0, length)).toHaveLength(points);
  });

  test('have none of 10 seconds when the question begins more than three hours ago, but minutes', async () => {
    const { setting, ask } = await tenSecondsOfAnHour();
    await setting.clock.advance(2.5 * HOUR);
    await setting.client.PutMetricData({ Namespace: 'App', MetricData: [second(1, setting.clock.now())] });

    expect(await ask(10, 29 * MINUTE, HOUR)).toEqual([]);
    expect(await ask(10, 30 * MINUTE, HOUR)).toHaveLength(180);
    expect(await ask(60, 0, HOUR)).toEqual(Array.from({ length: 60 }, () => 6));
  });

  test.each([45, 2, 90])('are not to be had by periods of %i seconds', async (period) => {
    const { ask } = await tenSecondsOfAnHour();

    await expect(ask(period, 0, HOUR)).rejects.toThrow('Period must be 1, 5, 10, 20, 30 or a multiple of 60');
  });
});
