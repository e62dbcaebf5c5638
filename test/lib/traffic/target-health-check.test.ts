import { Duration } from 'aws-cdk-lib';
import type { TargetHealthCheck } from '../../../lib';
import { renderHealthCheck } from '../../../lib/traffic/target-health-check';

const seconds = Duration.seconds;

describe('health check', () => {
  test('writes every value down, as documents disagree about the defaults', () => {
    expect(renderHealthCheck({})).toEqual({
      protocol: 'HTTP',
      path: '/',
      port: 'traffic-port',
      healthyHttpCodes: '200',
      interval: seconds(10),
      timeout: seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    });
  });

  test.each<[TargetHealthCheck, string]>([
    [{ path: 'health' }, "'healthCheck.path' must start with a slash, got 'health'; did you mean '/health'?"],
    [{ port: 0 }, "'healthCheck.port' must be a whole number from 1 to 65535, got 0"],
    [{ healthyHttpCodes: '500' }, "must name codes from 200 to 499, such as '200', '200,202' or '200-299', got '500'"],
    [{ healthyHttpCodes: '2xx' }, "got '2xx'"],
    [{ interval: seconds(4) }, "'healthCheck.interval' must be 5 to 300 whole seconds, got 4 seconds"],
    [{ timeout: seconds(1) }, "'healthCheck.timeout' must be 2 to 120 whole seconds, got 1 second"],
    [
      { timeout: seconds(10) },
      "'healthCheck.timeout' (10 seconds) must be less than 'healthCheck.interval' (10 seconds)",
    ],
    [{ healthyThresholdCount: 1 }, "'healthCheck.healthyThresholdCount' must be a whole number from 2 to 10, got 1"],
    [
      { unhealthyThresholdCount: 11 },
      "'healthCheck.unhealthyThresholdCount' must be a whole number from 2 to 10, got 11",
    ],
  ])('fails for %j', (check, message) => {
    expect(() => renderHealthCheck(check)).toThrow(message);
  });

  test.each(['200', '200,202', '200-299', '200-299,404'])('takes the codes %s', (healthyHttpCodes) => {
    expect(renderHealthCheck({ healthyHttpCodes }).healthyHttpCodes).toBe(healthyHttpCodes);
  });
});
