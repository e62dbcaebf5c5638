// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these placeholders are the smoke test's own variables
import { Duration } from 'aws-cdk-lib';
import { readSettings } from '../../../lambda/pre-warm/settings';
import { decodeJson } from '../../../lambda/shared/checked-json';
import { readSteps } from '../../../lambda/smoke-test/steps';
import { BlueGreenEcsService, Capture, Expect, HttpStep, Layer, Percent, PreWarm, SmokeTest } from '../../../lib';
import { propertiesOf, testStack } from '../../fixtures/stack';

/** The variables that a hook's construct gives its handler, with what only CloudFormation knows filled in. */
function variablesOf(hook: (stack: ReturnType<typeof testStack>['stack']) => SmokeTest | PreWarm) {
  const { stack, cluster, fargateTask, template } = testStack();
  new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition: fargateTask(), hooks: [hook(stack)] });
  const variables = propertiesOf(template(), 'AWS::Lambda::Function')[0].Environment.Variables;
  return { ...variables, TEST_URL: 'http://alb:8080' };
}

const everything = HttpStep.post('/api/orders', {
  name: 'write an order',
  layer: Layer.TRANSACTION,
  headers: { 'x-test': 'yes' },
  json: { product: 'tea' },
  expect: [
    Expect.status('201,202'),
    Expect.header('location'),
    Expect.headerEquals('x-kind', 'order'),
    Expect.headerContains('content-type', 'json'),
    Expect.bodyEquals('{}'),
    Expect.bodyContains('id'),
    Expect.bodyMatches('^\\{'),
    Expect.json('id'),
    Expect.jsonEquals('lines[0].total', 12),
    Expect.latency(Duration.seconds(2)),
  ],
  captures: [Capture.json('order', 'id'), Capture.header('at', 'location')],
  retries: 1,
  backoff: Duration.millis(200),
  timeout: Duration.seconds(5),
});
const repeated = HttpStep.get('/api/orders/${order}', {
  layer: Layer.PERFORMANCE,
  repeat: 100,
  concurrency: 10,
  expect: [Expect.p50(Duration.millis(50)), Expect.p95(Duration.millis(200)), Expect.p99(Duration.millis(400))],
});

describe('the handler understands what its construct says', () => {
  test('all that a smoke test can say', () => {
    const { STEPS } = variablesOf((stack) => new SmokeTest(stack, 'Smoke', { steps: [everything, repeated] }));

    expect(readSteps(decodeJson(STEPS, 'STEPS'), [])).toHaveLength(2);
  });

  test('a smoke test too large for plain text', () => {
    const steps = Array.from({ length: 60 }, (_, n) => HttpStep.get(`/api/products/${n}`));

    const { STEPS } = variablesOf((stack) => new SmokeTest(stack, 'Smoke', { steps }));

    expect(readSteps(decodeJson(STEPS, 'STEPS'), []).map(({ path }) => path)).toContain('/api/products/59');
  });

  test('all that a pre-warm can say', () => {
    const variables = variablesOf(
      (stack) =>
        new PreWarm(stack, 'Warm', {
          paths: ['/', '/api/products'],
          requests: 20,
          concurrency: 5,
          headers: { 'x-warm': 'yes' },
          steadyWithin: Percent.of(10),
          steadyWindow: 20,
          maxFailures: Percent.of(1),
          requestTimeout: Duration.seconds(3),
        }),
    );

    expect(readSettings(variables)).toBeDefined();
  });
});
