import { Token } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type { Construct } from 'constructs';
import type { TrafficShift } from '../traffic/traffic-shift';

/**
 * The deployment config of a shift: AWS's own where one fits, and one of the service's own where not.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configurations-predefined-ecs
 */
export function deploymentConfigOf(scope: Construct, shift: TrafficShift): codedeploy.IEcsDeploymentConfig {
  const { _type, _stepPercent, _stepBakeTime } = shift;
  if (_type === 'AllAtOnce') return codedeploy.EcsDeploymentConfig.ALL_AT_ONCE;
  if (_type === 'Steps') {
    throw new Error(
      "'shift' has steps of their own, but CodeDeploy knows equal steps only; use TrafficShift.canary() or TrafficShift.linear()",
    );
  }
  const known = !Token.isUnresolved(_stepPercent) && !_stepBakeTime.isUnresolved();
  const predefined = known ? PREDEFINED[`${_type} ${_stepPercent} % ${_stepBakeTime.toMinutes()} min`] : undefined;
  return (
    predefined?.() ??
    new codedeploy.EcsDeploymentConfig(scope, 'DeploymentConfig', { trafficRouting: renderRouting(shift) })
  );
}

const PREDEFINED: Record<string, (() => codedeploy.IEcsDeploymentConfig) | undefined> = {
  'TimeBasedCanary 10 % 5 min': () => codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  'TimeBasedCanary 10 % 15 min': () => codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_15MINUTES,
  'TimeBasedLinear 10 % 1 min': () => codedeploy.EcsDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTES,
  'TimeBasedLinear 10 % 3 min': () => codedeploy.EcsDeploymentConfig.LINEAR_10PERCENT_EVERY_3MINUTES,
};

function renderRouting({ _type, _stepPercent, _stepBakeTime }: TrafficShift): codedeploy.TrafficRouting {
  const step = { percentage: _stepPercent, interval: _stepBakeTime };
  return _type === 'TimeBasedCanary'
    ? codedeploy.TrafficRouting.timeBasedCanary(step)
    : codedeploy.TrafficRouting.timeBasedLinear(step);
}
