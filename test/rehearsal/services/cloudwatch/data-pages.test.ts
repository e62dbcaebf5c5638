import type { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { readMetrics } from '../../../../lambda/shared/analysis/metric-reading';
import type { AnalysisSettings } from '../../../../lambda/shared/analysis/settings';
import { pageOfData } from '../../../../rehearsal/services/cloudwatch/data-pages';
import { ERRORS, plan } from '../../../fixtures/analysed-release';
import { localCloudWatch, MINUTE, put } from './setting';

const at = (minute: number) => new Date(minute * MINUTE);
const RESULTS = [
  { Id: 'a', StatusCode: 'Complete' as const, Timestamps: [at(0), at(1), at(2)], Values: [1, 2, 3] },
  { Id: 'b', StatusCode: 'Complete' as const, Timestamps: [at(1)], Values: [9] },
];
const QUERY = { StartTime: at(0), EndTime: at(9), MetricDataQueries: [], ScanBy: 'TimestampAscending' as const };
const told = ({ MetricDataResults = [] }: ReturnType<typeof pageOfData>) =>
  MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]);

describe('a page of metric data', () => {
  test('is the whole answer where it has room', () => {
    const whole = pageOfData(RESULTS, QUERY);

    expect(whole.NextToken).toBeUndefined();
    expect(told(whole)).toEqual([
      ['a', [1, 2, 3], 'Complete'],
      ['b', [9], 'Complete'],
    ]);
  });

  test('is followed by others, until all points were in one of them', () => {
    const first = pageOfData(RESULTS, { ...QUERY, MaxDatapoints: 3 });
    const second = pageOfData(RESULTS, { ...QUERY, MaxDatapoints: 3, NextToken: first.NextToken });

    expect(told(first)).toEqual([
      ['a', [1, 2], 'PartialData'],
      ['b', [9], 'Complete'],
    ]);
    expect(told(second)).toEqual([
      ['a', [3], 'Complete'],
      ['b', [], 'Complete'],
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  test('has the newest points first where the question is so', () => {
    const first = pageOfData(RESULTS, { ...QUERY, ScanBy: 'TimestampDescending', MaxDatapoints: 1 });

    expect(told(first)[0]).toEqual(['a', [3], 'PartialData']);
  });
});

test('the analysis reads all pages of an answer', async () => {
  const setting = localCloudWatch();
  for (let minute = 0; minute < 5; minute++) {
    await put(setting, minute + 1);
    await put(setting, 100, 'Requests');
    await setting.clock.advance(MINUTE);
  }
  const named = (name: string) => ({ namespace: 'App', name, stat: 'Sum' });
  const source = { bad: named('Errors'), total: named('Requests') };
  const settings = {
    plan: plan({ measures: [ERRORS] }),
    sources: { errors: { period: 60, blue: source, green: source } },
    requests: { period: 60, blue: { total: named('Requests') }, green: { total: named('Requests') } },
    colours: { blue: {}, green: {} },
  } as unknown as AnalysisSettings;
  let calls = 0;
  const client = {
    send: ({ input }: GetMetricDataCommand) => {
      calls++;
      return setting.client.GetMetricData({ ...input, MaxDatapoints: 3 });
    },
  } as unknown as CloudWatchClient;
  const now = setting.clock.now();
  const { samples } = await readMetrics(() => client, settings, 'blue', { from: 0, to: now, now });

  expect(calls).toBe(4);
  expect(samples.map(({ candidate }) => candidate)).toEqual([1, 2, 3, 4, 5].map((bad) => ({ bad, total: 100 })));
});
