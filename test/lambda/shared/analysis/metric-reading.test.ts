import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import type { Plan } from '../../../../lambda/analysis/plan';
import { readMetrics } from '../../../../lambda/shared/analysis/metric-reading';
import type { AnalysisSettings, Source } from '../../../../lambda/shared/analysis/settings';

const cloudWatch = mockClient(CloudWatchClient);
const FROM = Date.parse('2026-11-21T06:00:00Z');
const AT = new Date(FROM);

beforeEach(() => cloudWatch.reset());

function settingsOf(
  sources: Record<string, Source>,
  regions: { blue?: string; green?: string } = {},
): AnalysisSettings {
  const colour = (name: 'blue' | 'green') => ({ dimensions: { TargetGroup: name }, region: regions[name] });
  return {
    plan: { measures: Object.keys(sources).map((name) => ({ name })) } as unknown as Plan,
    sources,
    colours: { blue: colour('blue'), green: colour('green') },
  } as unknown as AnalysisSettings;
}

/** Answers each query with the value that its metric, statistic and colour are given; without one it has no point. */
function answer(values: Record<string, number>): void {
  cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries }: { MetricDataQueries: MetricDataQuery[] }) => ({
    MetricDataResults: MetricDataQueries.filter(({ ReturnData }) => ReturnData).map(
      ({ Id, MetricStat, Expression }) => {
        const { MetricName, Dimensions = [] } = MetricStat?.Metric ?? {};
        const value = values[Expression ?? `${Dimensions[0]?.Value} ${MetricName} ${MetricStat?.Stat}`];
        return { Id, Timestamps: value === undefined ? [] : [AT], Values: value === undefined ? [] : [value] };
      },
    ),
  }));
}

const SPAN = { from: FROM, to: FROM + 60_000, now: FROM + 60_000 };
const read = (settings: AnalysisSettings, live: 'blue' | 'green' = 'blue', span = SPAN) =>
  readMetrics(() => new CloudWatchClient(), settings, live, span);

const ERRORS: Source = { bad: ['5XX:Sum'], total: ['RequestCount:Sum'] };

describe('reading metrics', () => {
  test('tells candidate and live apart by which colour is live, in one call', async () => {
    answer({ 'blue 5XX Sum': 2, 'blue RequestCount Sum': 900, 'green RequestCount Sum': 100 });

    const { samples, requests } = await read(settingsOf({ errors: ERRORS }));
    const [swapped] = (await read(settingsOf({ errors: ERRORS }), 'green')).samples;

    // A count that is not published is zero, where there were requests.
    expect(samples).toEqual([
      { measure: 'errors', at: FROM, seconds: 60, candidate: { bad: 0, total: 100 }, live: { bad: 2, total: 900 } },
    ]);
    expect(requests).toEqual([{ at: FROM, seconds: 60, candidate: 100, live: 900 }]);
    expect(swapped).toMatchObject({ candidate: { bad: 2, total: 900 }, live: { bad: 0, total: 100 } });
    expect(cloudWatch.commandCalls(GetMetricDataCommand)).toHaveLength(2);
  });

  test('has nothing of a colour without requests, which is not the same as no errors', async () => {
    answer({ 'blue RequestCount Sum': 900 });

    const [sample] = (await read(settingsOf({ errors: ERRORS }))).samples;
    expect(sample).toMatchObject({ candidate: undefined, live: { bad: 0, total: 900 } });
  });

  test('counts slow requests by their percentile rank', async () => {
    answer({ 'green TargetResponseTime SampleCount': 1000, 'green TargetResponseTime PR(:0.5)': 97.5 });

    const [sample] = (await read(settingsOf({ slow: { slowerThan: 0.5 } }))).samples;
    expect(sample?.candidate).toEqual({ bad: 25, total: 1000 });
  });

  test('or between two percentiles, where a metric has no rank', async () => {
    const at = (stat: string, value: number) => [`green TargetResponseTime ${stat}`, value] as const;
    answer(Object.fromEntries([at('SampleCount', 1000), at('p50', 0.1), at('p90', 0.4), at('p95', 0.6), at('p99', 1)]));

    const [sample] = (await read(settingsOf({ slow: { slowerThan: 0.5, byPercentiles: true } }))).samples;
    expect(sample?.candidate).toEqual({ bad: 75, total: 1000 });
  });

  test("gives expressions of a team's own variables that cannot collide", async () => {
    const term = (name: string) => ({ namespace: 'Shop', name, stat: 'Sum' });
    const named = (value: string) => ({
      value: { expression: 'm1 / m2', using: { m1: term(value), m2: term('orders') } },
    });
    answer({ 'q0 / q1': 3, 'q4 / q1': 4 });
    await read(settingsOf({ a: { period: 60, blue: named('x'), green: named('y') } }));

    const { MetricDataQueries = [] } = cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input ?? {};
    const expressions = MetricDataQueries.flatMap(({ Expression }) => Expression ?? []);
    expect(new Set(expressions).size).toBe(2);
    expect(expressions.every((one) => /^q\d+ \/ q\d+$/.test(one))).toBe(true);
    expect(MetricDataQueries.filter(({ MetricStat }) => MetricStat?.Metric?.MetricName === 'orders')).toHaveLength(1);
  });

  test.each([
    ['by its own period', 2 * 3_600_000, 10],
    ['by minutes what is older than the three hours that CloudWatch keeps shorter periods', 3 * 3_600_000, 60],
  ])('reads a metric of ten seconds %s', async (_, age, period) => {
    answer({});
    const named = { total: { namespace: 'Shop', name: 'orders', stat: 'Sum' } };
    const source = { period: 10, blue: named, green: named };
    const settings = { ...settingsOf({ orders: source }), requests: source };
    await read(settings, 'blue', { ...SPAN, now: FROM + age });

    const { MetricDataQueries = [] } = cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input ?? {};
    expect(new Set(MetricDataQueries.map(({ MetricStat }) => MetricStat?.Period))).toEqual(new Set([period]));
  });

  test('asks each region once, and follows the pages of an answer', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .resolvesOnce({ MetricDataResults: [{ Id: 'q0', Timestamps: [AT], Values: [7] }], NextToken: 'more' })
      .resolves({ MetricDataResults: [] });
    const regions: (string | undefined)[] = [];
    const settings = settingsOf({ errors: ERRORS }, { blue: 'eu-west-1', green: 'us-east-1' });
    const clientOf = (region: string | undefined) => {
      regions.push(region);
      return new CloudWatchClient();
    };
    await readMetrics(clientOf, settings, 'blue', SPAN);

    expect(regions.sort()).toEqual(['eu-west-1', 'us-east-1']);
    expect(cloudWatch.commandCalls(GetMetricDataCommand)).toHaveLength(3);
  });

  test.each(['InternalError', 'Forbidden'] as const)('throws on a result that is %s', async (StatusCode) => {
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [{ Id: 'q0', Label: 'errors', StatusCode }] });

    await expect(read(settingsOf({ errors: ERRORS }))).rejects.toThrow(`CloudWatch answers ${StatusCode} for errors`);
  });
});
