import { Duration } from 'aws-cdk-lib';
import { TrafficShift } from '../../../lib';
import { propertiesOf, testService } from '../../fixtures/stack';

const step = (stepPercent: number, minutes: number) => ({ stepPercent, stepBakeTime: Duration.minutes(minutes) });

describe('deployment config', () => {
  test.each([
    ['ECSAllAtOnce', TrafficShift.allAtOnce()],
    ['ECSCanary10Percent5Minutes', TrafficShift.canary(step(10, 5))],
    ['ECSCanary10Percent15Minutes', TrafficShift.canary(step(10, 15))],
    ['ECSLinear10PercentEvery1Minutes', TrafficShift.linear(step(10, 1))],
    ['ECSLinear10PercentEvery3Minutes', TrafficShift.linear(step(10, 3))],
  ])("is AWS's own %s where it fits", (name, shift) => {
    const { template } = testService({ shift });

    template().resourceCountIs('AWS::CodeDeploy::DeploymentConfig', 0);
    template().allResourcesProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: `CodeDeployDefault.${name}`,
    });
  });

  test('is one of the service for another canary', () => {
    const { template } = testService({ shift: TrafficShift.canary(step(20, 7)) });

    expect(propertiesOf(template(), 'AWS::CodeDeploy::DeploymentConfig')).toEqual([
      {
        ComputePlatform: 'ECS',
        TrafficRoutingConfig: {
          Type: 'TimeBasedCanary',
          TimeBasedCanary: { CanaryInterval: 7, CanaryPercentage: 20 },
        },
      },
    ]);
  });

  test('is one of the service for another linear shift', () => {
    const { template } = testService({ shift: TrafficShift.linear(step(25, 2)) });

    expect(propertiesOf(template(), 'AWS::CodeDeploy::DeploymentConfig')).toEqual([
      {
        ComputePlatform: 'ECS',
        TrafficRoutingConfig: {
          Type: 'TimeBasedLinear',
          TimeBasedLinear: { LinearInterval: 2, LinearPercentage: 25 },
        },
      },
    ]);
  });
});
