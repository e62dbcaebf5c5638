import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import type { EndpointCheck } from '../../../../rehearsal/services/route53/health-check';
import { create, localRoute53, weighted } from './setting';

async function checked(config: HealthCheckConfig) {
  const asked: EndpointCheck[] = [];
  let passes = true;
  const checker = {
    check: async (check: EndpointCheck) => {
      asked.push(check);
      return { passed: passes, status: passes ? 'Success' : 'Failure: Connection timed out' };
    },
  };
  const world = await localRoute53({}, checker);
  const { HealthCheck } = await world.dns.CreateHealthCheck({ CallerReference: 'a', HealthCheckConfig: config });
  const id = HealthCheck?.Id ?? '';
  const answer = () => {
    passes = false;
  };
  return { ...world, id, asked, fail: answer, isHealthy: () => world.route53.healthChecks.isHealthy(id) };
}

const endpoint: HealthCheckConfig = {
  Type: 'HTTPS',
  FullyQualifiedDomainName: 'blue.example.com',
  ResourcePath: '/health',
  RequestInterval: 10,
  FailureThreshold: 3,
};

test('asks an endpoint at its interval, and finds it unhealthy after the threshold', async () => {
  const { asked, clock, fail, isHealthy, route53 } = await checked(endpoint);
  await clock.advance(10_000);
  expect(asked[0]).toMatchObject({ protocol: 'HTTPS', host: 'blue.example.com', port: 443, path: '/health' });
  fail();

  await clock.advance(25_000);
  expect(isHealthy()).toBe(true);
  await clock.advance(10_000);
  expect(isHealthy()).toBe(false);
  route53.stop();
});

test('a record with a failed health check is not answered', async () => {
  const { change, clock, fail, id, route53 } = await checked(endpoint);
  await change(create(weighted('blue', 255, { HealthCheckId: id })), create(weighted('green', 0)));
  fail();
  await clock.advance(120_000);

  expect(route53.resolve('app.example.com', 'A', () => 0.5).setIdentifier).toBe('green');
  route53.stop();
});

test.each([
  ['OK', undefined, true],
  ['ALARM', undefined, false],
  ['INSUFFICIENT_DATA', 'Healthy', true],
  ['INSUFFICIENT_DATA', 'Unhealthy', false],
] as const)('takes over an alarm in %s (without data: %s)', async (state, whenNoData, healthy) => {
  const { alarms, isHealthy } = await checked({
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: { Region: 'us-east-1', Name: 'errors' },
    InsufficientDataHealthStatus: whenNoData,
  });
  alarms.set('errors', state);

  expect(isHealthy()).toBe(healthy);
});

test('keeps the last known status of an alarm that lost its data', async () => {
  const { alarms, isHealthy } = await checked({
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: { Region: 'us-east-1', Name: 'errors' },
    InsufficientDataHealthStatus: 'LastKnownStatus',
  });
  alarms.set('errors', 'ALARM');
  isHealthy();
  alarms.set('errors', 'INSUFFICIENT_DATA');

  expect(isHealthy()).toBe(false);
});

test('a disabled one is healthy, an inverted one the opposite', async () => {
  const { alarms, dns, id, isHealthy } = await checked({
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: { Region: 'us-east-1', Name: 'errors' },
  });
  alarms.set('errors', 'ALARM');

  await dns.UpdateHealthCheck({ HealthCheckId: id, Inverted: true });
  expect(isHealthy()).toBe(true);
  await dns.UpdateHealthCheck({ HealthCheckId: id, Inverted: false, Disabled: true });
  expect(isHealthy()).toBe(true);
});

test('refuses an interval other than 10 and 30', async () => {
  const { dns } = await localRoute53();

  const create = dns.CreateHealthCheck({
    CallerReference: 'b',
    HealthCheckConfig: { ...endpoint, RequestInterval: 20 },
  });

  await expect(create).rejects.toMatchObject({ code: 'InvalidInput' });
});
