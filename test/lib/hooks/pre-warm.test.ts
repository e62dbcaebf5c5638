import { Duration } from 'aws-cdk-lib';
import { BlueGreenEcsService, Percent, PreWarm, type PreWarmProps } from '../../../lib';
import { propertiesOf, testStack } from '../../fixtures/stack';

/** The template of a service with a pre-warm. */
function warmed(props: Partial<PreWarmProps> = {}) {
  const { stack, cluster, fargateTask, template } = testStack();
  const hook = new PreWarm(stack, 'Warm', { paths: ['/api/products'], requests: 100, ...props });
  new BlueGreenEcsService(stack, 'Orders', { cluster, taskDefinition: fargateTask(), hooks: [hook] });
  return template();
}

function variablesOf(props: Partial<PreWarmProps> = {}) {
  return propertiesOf(warmed(props), 'AWS::Lambda::Function')[0].Environment.Variables;
}

describe('pre-warm', () => {
  test('is asked at the last moment before production traffic', () => {
    expect(JSON.stringify(propertiesOf(warmed(), 'AWS::SSM::Parameter'))).toContain('BeforeAllowTraffic');
  });

  test('says no more than what was said', () => {
    expect(variablesOf()).toEqual({
      TEST_URL: expect.anything(),
      PATHS: '["/api/products"]',
      REQUESTS: '100',
      TIMEOUT_SECONDS: '300',
    });
  });

  test('carries all its options in the words of the handler', () => {
    expect(
      variablesOf({
        headers: { 'x-warm': 'yes' },
        concurrency: 20,
        steadyWithin: Percent.of(10),
        steadyWindow: 100,
        maxFailures: Percent.of(1),
        requestTimeout: Duration.seconds(3),
        timeout: Duration.minutes(2),
      }),
    ).toMatchObject({
      HEADERS: '{"x-warm":"yes"}',
      CONCURRENCY: '20',
      STEADY_PERCENT: '10',
      STEADY_WINDOW: '100',
      MAX_FAILURE_PERCENT: '1',
      REQUEST_TIMEOUT_MILLIS: '3000',
      TIMEOUT_SECONDS: '120',
    });
  });

  test.each<[Partial<PreWarmProps>, string]>([
    [{ paths: [] }, "'paths' is empty; give at least one, such as '/'"],
    [{ paths: ['api'] }, "'paths' must start with a slash, got 'api'; did you mean '/api'?"],
    [{ requests: 0 }, "'requests' must be a whole number from 1 to 10000, got 0"],
    [{ paths: Array(11).fill('/'), requests: 10_000 }, "'requests' times 'paths' must be at most 100000, got 110000"],
    [{ concurrency: 101 }, "'concurrency' must be a whole number from 1 to 100, got 101"],
    [{ steadyWindow: 9 }, "'steadyWindow' must be a whole number from 10 to 10000, got 9"],
    [{ timeout: Duration.minutes(15) }, "'timeout' must be 1 to 840 whole seconds, got 15 minutes"],
  ])('fails for %j', (props, message) => {
    expect(() => warmed(props)).toThrow(message);
  });
});
