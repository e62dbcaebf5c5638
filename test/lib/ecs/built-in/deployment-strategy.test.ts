import { Duration } from 'aws-cdk-lib';
import { TrafficShift } from '../../../../lib';
import { configurationOf } from './setting';

describe('a shift of ECS itself', () => {
  test('is a canary that bakes for ten minutes, with circuit breaker, by default', () => {
    expect(configurationOf()).toMatchObject({
      Strategy: 'CANARY',
      CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 5 },
      BakeTimeInMinutes: 10,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
    });
  });

  test("all at once is ECS's blue-green", () => {
    const { Strategy, ...rest } = configurationOf({ shift: TrafficShift.allAtOnce() });

    expect(Strategy).toBe('BLUE_GREEN');
    expect(rest).not.toHaveProperty('CanaryConfiguration');
  });

  test('is linear', () => {
    const shift = TrafficShift.linear({ stepPercent: 20, stepBakeTime: Duration.minutes(3) });

    expect(configurationOf({ shift })).toMatchObject({
      Strategy: 'LINEAR',
      LinearConfiguration: { StepPercent: 20, StepBakeTimeInMinutes: 3 },
    });
  });
});
