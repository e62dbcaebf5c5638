import { embeddedMetrics } from '../../../../rehearsal/services/cloudwatch/embedded-metrics';

const LINE = {
  _aws: {
    Timestamp: 1_767_225_600_000,
    CloudWatchMetrics: [
      {
        Namespace: 'Shop',
        Dimensions: [['colour'], ['colour', 'path']],
        Metrics: [{ Name: 'failed', Unit: 'Count', StorageResolution: 1 }, { Name: 'latency' }],
      },
    ],
  },
  colour: 'green',
  path: '/api',
  failed: 2,
  latency: [0.1, 0.3],
};

describe('embedded metrics', () => {
  test('are put once for each set of dimensions, with their resolution and all their values', () => {
    const [{ Namespace, MetricData = [] }] = embeddedMetrics(JSON.stringify(LINE));

    expect(Namespace).toBe('Shop');
    expect(MetricData.map(({ MetricName, Dimensions }) => [MetricName, Dimensions?.length])).toEqual([
      ['failed', 1],
      ['latency', 1],
      ['failed', 2],
      ['latency', 2],
    ]);
    expect(MetricData[0]).toMatchObject({ StorageResolution: 1, Values: [2], Timestamp: new Date(1_767_225_600_000) });
    expect(MetricData[1]).toMatchObject({ Values: [0.1, 0.3], Counts: [1, 1], Unit: 'None' });
  });

  test.each<[string, string]>([
    ['of another kind', '{"event":"verdict"}'],
    ['that is no JSON', '{"_aws":'],
    ['without a time', JSON.stringify({ ...LINE, _aws: { ...LINE._aws, Timestamp: undefined } })],
    ['whose value is a text', JSON.stringify({ ...LINE, failed: 'two', latency: undefined })],
    ['that lacks a dimension', JSON.stringify({ ...LINE, colour: undefined })],
  ])('there are none in a line %s', (_, line) => {
    expect(embeddedMetrics(line)).toEqual([]);
  });
});
