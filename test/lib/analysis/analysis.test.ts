import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  Analysis,
  AnalysisRule,
  BlueGreenEcsService,
  HttpStep,
  InconclusiveAction,
  Measure,
  Percent,
  SmokeTest,
} from '../../../lib';
import { affordablePace } from '../../../lib/analysis/pace';
import { propertiesOf, statementsOf, testService, testStack } from '../../fixtures/stack';
import { shopGroup } from '../asg/shop-group';
import { shopName } from '../dns/shop-name';

const metric = (period = Duration.minutes(1)) =>
  new cloudwatch.Metric({ namespace: 'Shop', metricName: 'orders', statistic: 'Sum', period });
const both = (period?: Duration) => ({ blue: metric(period), green: metric(period) });

describe('an analysis', () => {
  test('of targets compares failed, slow and dropped requests by its defaults', () => {
    const { plan, lookSeconds, doubt, blind } = Analysis.ofTargets()._render('target-group');

    expect(plan).toMatchObject({ falseRollbacks: 0.001, toleratedRatio: 1.2, minimumRequests: 100, dryRun: false });
    expect(plan.measures.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'errors decides',
      'slow decides',
      'connections decides',
    ]);
    expect({ lookSeconds, doubt, blind }).toEqual({
      lookSeconds: 30,
      doubt: { seconds: 600, action: 'pass' },
      blind: { seconds: 600, action: 'fail' },
    });
  });

  test('takes a measure of the same name instead of a usual one', () => {
    const { plan } = Analysis.ofTargets({ measures: [Measure.serverErrors({ critical: true })] })._render(
      'target-group',
    );

    expect(plan.measures.filter(({ name }) => name === 'errors')).toMatchObject([{ role: 'critical' }]);
  });

  test("counts the load balancer's own errors too, where a colour is a whole load balancer", () => {
    const { sources } = Analysis.ofTargets()._render('load-balancer');

    expect(sources.errors).toMatchObject({ bad: ['HTTPCode_Target_5XX_Count:Sum', 'HTTPCode_ELB_5XX_Count:Sum'] });
  });

  test('looks every ten seconds at metrics of high resolution', () => {
    const measure = Measure.counts('orders', { bad: both(Duration.seconds(1)), total: both(Duration.seconds(1)) });

    expect(Analysis.of([measure])._render('target-group').lookSeconds).toBe(10);
  });

  test('measures a rule about a metric of high resolution by its periods, and does not wait four minutes for them', () => {
    const seconds = both(Duration.seconds(10));
    const orders = Measure.counts('orders', { bad: seconds, total: seconds });
    const rules = [
      AnalysisRule.candidate(orders, { atMost: 0.01, interval: Duration.seconds(20) }),
      AnalysisRule.candidate(Measure.serverErrors(), { atMost: 0.01 }),
    ];

    expect(Analysis.ofTargets({ measures: [orders], rules })._render('target-group').plan.rules).toEqual([
      expect.objectContaining({ intervalSeconds: 20, countsAfterSeconds: 30 }),
      expect.not.objectContaining({ countsAfterSeconds: expect.anything() }),
    ]);
  });

  test('slows down where an execution could not hold so many looks', () => {
    const linear = Array.from({ length: 99 }, (_, index) => ({ weight: index + 1, bakeSeconds: 3600 }));
    const short = [
      { weight: 10, bakeSeconds: 600 },
      { weight: 100, bakeSeconds: 600 },
    ];

    expect(affordablePace(short, 5)).toBe(5);
    expect(affordablePace([...linear, { weight: 100, bakeSeconds: 3600 }], 5)).toBeGreaterThan(150);
  });
});

describe('an analysed ECS service', () => {
  test('brings one function, one machine, one table and one rule', () => {
    const plain = testService().template();
    const analysed = testService({ analysis: Analysis.ofTargets() }).template();
    const more = (type: string) =>
      Object.keys(analysed.findResources(type)).length - Object.keys(plain.findResources(type)).length;

    expect(
      ['AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine', 'AWS::DynamoDB::Table', 'AWS::Events::Rule'].map(
        more,
      ),
    ).toEqual([1, 1, 1, 1]);
  });

  test('lets the looking function write what it saw, and change nothing', () => {
    const template = testService({ analysis: Analysis.ofTargets() }).template();
    const statements = statementsOf(template, 'AnalysisLook');
    const actions = statements.flatMap(({ Action }) => Action).sort();

    expect(actions).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'codedeploy:GetDeployment',
      'codedeploy:GetDeploymentTarget',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
    const writes = statements.filter(({ Action }) => JSON.stringify(Action).includes('dynamodb'));
    expect(writes.every(({ Condition }) => JSON.stringify(Condition).includes('dynamodb:LeadingKeys'))).toBe(true);
  });

  test('is looked at from inside the VPC when a step is a probe', () => {
    const base = testStack();
    const hooks = [new SmokeTest(base.stack, 'Smoke', { steps: [HttpStep.get('/health', { probe: true })] })];
    new BlueGreenEcsService(base.stack, 'Orders', {
      cluster: base.cluster,
      taskDefinition: base.fargateTask(),
      hooks,
      analysis: Analysis.ofTargets(),
    });
    const functions = propertiesOf(Template.fromStack(base.stack), 'AWS::Lambda::Function');
    const [look] = functions.filter(({ Environment }) => Environment?.Variables.ANALYSIS !== undefined);

    expect(look.VpcConfig).toBeDefined();
    expect(JSON.stringify(look.Environment.Variables.PROBE)).toContain('/health');
    expect(JSON.stringify(look.Environment.Variables.ANALYSIS)).toContain('\\"askSeconds\\":5');
  });
});

describe('bad input', () => {
  const counts = (bad: cloudwatch.IMetric) =>
    Measure.counts('orders', { bad: { blue: bad, green: bad }, total: both() });

  const thirties = Measure.value('queue', { metric: both(Duration.seconds(30)) });

  test.each<[string, () => unknown, string]>([
    ['no measure', () => Analysis.of([]), "'measures' is empty"],
    ['a measure twice', () => Analysis.of([Measure.serverErrors(), Measure.serverErrors()]), "two measures 'errors'"],
    ['only muted ones', () => Analysis.of([Measure.latency(99, { muted: true })]), 'all measures are muted'],
    ['critical and muted', () => Measure.latency(99, { muted: true, critical: true }), "both 'critical' and 'muted'"],
    ['a percentile', () => Measure.latency(100), "'percentile' must be above 0 and below 100, got 100"],
    ['a bound of nothing', () => Measure.slowRequests(Duration.millis(0)), "'longerThan' must be above 0"],
    [
      'a ratio',
      () => Analysis.ofTargets({ toleratedRatio: 1 }),
      "'toleratedRatio' must be above 1 and at most 100, got 1",
    ],
    ['a share', () => Analysis.ofTargets({ falseRollbacks: Percent.of(20) }), 'at most 10 percent, got 20'],
    [
      'a patience',
      () => Analysis.ofTargets({ patience: Duration.days(2) }),
      "'patience' must be 0 to 86400 whole seconds",
    ],
    [
      'too short a wait for traffic',
      () => Analysis.ofTargets({ noCandidateTraffic: Duration.minutes(1) }),
      'CloudWatch shows requests up to four minutes late',
    ],
    ['a period', () => counts(metric(Duration.minutes(10))), 'has a period of 600 seconds; it must be'],
    ['two periods', () => counts(metric(Duration.minutes(5))), "'orders' have different periods (300, 60 s)"],
    [
      'a search',
      () => counts(new cloudwatch.MathExpression({ expression: "SEARCH('x', 'Sum')", usingMetrics: { m: metric() } })),
      'searches for metrics',
    ],
    ['a rule without a limit', () => AnalysisRule.candidate(Measure.latency(99), {}), "give 'atMost' or 'atLeast'"],
    [
      "a rule of the load balancer's minutes with a shorter interval",
      () => AnalysisRule.candidate(Measure.latency(99), { atMost: 1, interval: Duration.seconds(10) }),
      "'interval' must be",
    ],
    [
      'an interval that is no multiple of its metric',
      () => AnalysisRule.candidate(thirties, { atMost: 0.1, interval: Duration.seconds(40) }),
      "no multiple of the measure's period of 30 seconds",
    ],
    ['a throughput', () => AnalysisRule.throughput(1), "'atLeast' must be above 0 and below 1"],
    [
      'a rule of no measure',
      () => Analysis.ofTargets({ rules: [AnalysisRule.candidate(Measure.latency(99), { atMost: 1 })] }),
      "about measure 'p99', which is not analysed",
    ],
    ['a heavy probe', () => HttpStep.get('/', { probe: true, repeat: 2 }), 'is a probe, which is one request'],
    ['a probe with a variable', () => HttpStep.get('/a/${b}', { probe: true }), 'is a probe and uses a variable'],
    [
      'a record without an analysis',
      () => testService({ recordRetention: Duration.days(1) }),
      "'recordRetention' is about the record that an analysis keeps",
    ],
    [
      'targets that have no metrics',
      () => shopName({ analysis: Analysis.ofTargets() }),
      "'analysis' measures load balancers, but the target of blue is none of this app",
    ],
    [
      'too many measures',
      () =>
        shopGroup({
          analysis: Analysis.of(
            Array.from({ length: 30 }, (_, index) => Measure.counts(`orders ${index}`, { bad: both(), total: both() })),
            { inDoubt: InconclusiveAction.FAIL },
          ),
        }),
      'use fewer measures, probes or rules',
    ],
  ])('%s is refused', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
