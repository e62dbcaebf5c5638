import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { BlueGreenEcsService, DoraMetrics, ReleaseMetrics } from '../../../lib';
import { propertiesOf, testService, testStack } from '../../fixtures/stack';
import { localCloudWatch } from '../../rehearsal/services/cloudwatch/setting';

/** What a widget's JSON says of a metric. */
interface Shown {
  readonly expression?: string;
  readonly label?: string;
}

const DAY = 86_400;

/** The value of a figure over two days, with the metrics of four releases: three good ones, one that went back from production. */
async function figureOf(choose: (dora: DoraMetrics) => cloudwatch.MathExpression): Promise<number | undefined> {
  const { stack, service } = testService();
  const figure = choose(DoraMetrics.of(service, Duration.days(2)));
  new cloudwatch.Alarm(stack, 'Alarm', { metric: figure, threshold: 1, evaluationPeriods: 1 });
  const [{ Metrics }] = propertiesOf(Template.fromStack(stack), 'AWS::CloudWatch::Alarm');

  const { client } = localCloudWatch();
  const put = (MetricName: string, ...Values: number[]) =>
    client.PutMetricData({
      Namespace: 'CdkBlueGreen',
      MetricData: [
        { MetricName, Values, Dimensions: [{ Name: 'Construct', Value: 'Test/Orders' }], Timestamp: new Date(1000) },
      ],
    });
  await put('Succeeded', 1, 1, 1, 0);
  await put('ChangeFailure', 0, 0, 0, 1);
  await put('LeadSeconds', 3600, 7200, 10_800);
  await put('DetectSeconds', 240);
  await put('RollbackSeconds', 60);
  const { MetricDataResults = [] } = await client.GetMetricData({
    MetricDataQueries: Metrics,
    StartTime: new Date(0),
    EndTime: new Date(2 * DAY * 1000),
  });
  return MetricDataResults[0]?.Values?.[0];
}

describe('the four figures of DORA', () => {
  test.each<[string, (dora: DoraMetrics) => cloudwatch.MathExpression, number]>([
    ['deployment frequency, a day', (dora) => dora.deploymentFrequency(), 1.5],
    ['lead time, in hours', (dora) => dora.leadTimeForChanges(), 2],
    ['change failure rate, in percent', (dora) => dora.changeFailureRate(), 25],
    ['time to restore, in minutes', (dora) => dora.timeToRestore(), 5],
  ])('%s', async (_what, choose, expected) => {
    expect(await figureOf(choose)).toBe(expected);
  });
});

test('all figures, of two constructs and of two periods, go into one widget', () => {
  const { stack, cluster, fargateTask } = testStack();
  const taskDefinition = fargateTask();
  const figures = ['Orders', 'Search'].flatMap((name) => {
    const service = new BlueGreenEcsService(stack, name, { cluster, taskDefinition });
    return [Duration.days(7), Duration.days(30)].flatMap((period) => {
      const dora = DoraMetrics.of(service, period);
      return [dora.deploymentFrequency(), dora.leadTimeForChanges(), dora.changeFailureRate(), dora.timeToRestore()];
    });
  });

  const [{ properties }] = stack.resolve(new cloudwatch.SingleValueWidget({ metrics: figures }).toJson());
  const shown = properties.metrics.flat().filter(({ expression, label }: Shown) => expression && label);
  expect(shown).toHaveLength(16);
});

test('release metrics take a statistic and a period of your own', () => {
  const { service } = testService();

  const metric = ReleaseMetrics.of(service).duration({ statistic: 'p90', period: Duration.days(1) });

  expect([metric.metricName, metric.statistic, metric.period.toDays(), metric.dimensions]).toEqual([
    'DurationSeconds',
    'p90',
    1,
    { Construct: 'Test/Orders' },
  ]);
});
