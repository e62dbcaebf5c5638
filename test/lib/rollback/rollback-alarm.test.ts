import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Percent, RollbackAlarm } from '../../../lib';
import { propertiesOf, testService } from '../../fixtures/stack';

const ALARM = 'AWS::CloudWatch::Alarm';

/** The alarms that one rollback alarm makes. */
function alarmsOf(alarm: RollbackAlarm) {
  const { service, template } = testService();
  service.rollbackOn(alarm);
  return template();
}

/** The colour that each alarm looks at, by the target groups in its dimensions. */
function coloursOf(template: ReturnType<typeof alarmsOf>): string[] {
  return propertiesOf(template, ALARM).map((alarm) =>
    [...new Set(JSON.stringify(alarm).match(/TargetGroups(Blue|Green)/g))].join(),
  );
}

describe.each([
  ['error rate', RollbackAlarm.errorRate({ threshold: Percent.of(5) })],
  ['latency', RollbackAlarm.latency({ percentile: 99, threshold: Duration.seconds(1) })],
  ['connection errors', RollbackAlarm.connectionErrors({ threshold: 0 })],
  ['unhealthy hosts', RollbackAlarm.unhealthyHosts({ threshold: 1 })],
])('%s', (_, alarm) => {
  test('judges each colour on its own requests', () => {
    expect(coloursOf(alarmsOf(alarm))).toEqual(['TargetGroupsBlue', 'TargetGroupsGreen']);
  });

  test('fires after two bad minutes of three, and a minute without data is not bad', () => {
    alarmsOf(alarm).allResourcesProperties(ALARM, {
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    });
    expect(JSON.stringify(propertiesOf(alarmsOf(alarm), ALARM))).not.toMatch(/"Period":(?!60\b)/);
  });

  test('has dimensions that the load balancer publishes', () => {
    const text = JSON.stringify(propertiesOf(alarmsOf(alarm), ALARM));
    expect(text.match(/"LoadBalancerFullName"/g)?.length).toBe(text.match(/"TargetGroupFullName"/g)?.length);
    expect(text).toContain('"Namespace":"AWS/ApplicationELB"');
  });
});

test('error rate is the percentage of 5xx answers, and a minute without errors counts as none', () => {
  const template = alarmsOf(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

  template.allResourcesProperties(ALARM, {
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
    Metrics: Match.arrayWith([
      Match.objectLike({ Expression: '100 * FILL(errors, 0) / requests', ReturnData: true }),
      Match.objectLike({ Id: 'errors', MetricStat: Match.objectLike({ Stat: 'Sum' }) }),
      Match.objectLike({ Id: 'requests', MetricStat: Match.objectLike({ Stat: 'Sum' }) }),
    ]),
  });
});

test('error rate leaves quiet minutes out when told to', () => {
  const template = alarmsOf(RollbackAlarm.errorRate({ threshold: Percent.of(5), minimumRequests: 20 }));

  template.allResourcesProperties(ALARM, {
    Metrics: Match.arrayWith([
      Match.objectLike({ Expression: 'IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)' }),
    ]),
  });
});

test('latency is a percentile of the response time, in seconds', () => {
  const template = alarmsOf(RollbackAlarm.latency({ percentile: 99.9, threshold: Duration.millis(250) }));

  template.allResourcesProperties(ALARM, {
    MetricName: 'TargetResponseTime',
    ExtendedStatistic: 'p99.9',
    Threshold: 0.25,
  });
});

test('unhealthy hosts counts targets that are unhealthy for whole minutes', () => {
  const template = alarmsOf(RollbackAlarm.unhealthyHosts({ threshold: 2, evaluationPeriods: 1 }));

  template.allResourcesProperties(ALARM, {
    MetricName: 'UnHealthyHostCount',
    Statistic: 'Minimum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 2,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
  });
});

describe('wrong values fail', () => {
  const threshold = Percent.of(5);

  test.each([
    [
      () => RollbackAlarm.latency({ percentile: 100, threshold: Duration.seconds(1) }),
      "'percentile' must be above 0 and below 100, got 100",
    ],
    [
      () => RollbackAlarm.errorRate({ threshold, evaluationPeriods: 0 }),
      "'evaluationPeriods' must be a whole number from 1 to 60, got 0",
    ],
    [
      () => RollbackAlarm.errorRate({ threshold, datapointsToAlarm: 4 }),
      "'datapointsToAlarm' must be a whole number from 1 to 3, got 4",
    ],
    [() => RollbackAlarm.unhealthyHosts({ threshold: 0 }), "'threshold' must be a whole number from 1 to 1000, got 0"],
    [() => Percent.of(101), "'percent' must be from 0 to 100, got 101; five percent is Percent.of(5)"],
    [() => Percent.of(Number.NaN), "'percent' must be from 0 to 100, got NaN"],
  ])('%s', (make, message) => {
    expect(make).toThrow(message);
  });
});

test("load balancer errors are one alarm on the load balancer's own answers, whatever the colour", () => {
  const template = alarmsOf(RollbackAlarm.loadBalancerErrors({ threshold: 5 }));

  template.resourceCountIs(ALARM, 1);
  template.allResourcesProperties(ALARM, {
    MetricName: 'HTTPCode_ELB_5XX_Count',
    Dimensions: [{ Name: 'LoadBalancer', Value: Match.anyValue() }],
    Period: 60,
    Statistic: 'Sum',
    Threshold: 5,
    TreatMissingData: 'notBreaching',
  });
});
