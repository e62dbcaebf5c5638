import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { TrafficShift } from '../../traffic/traffic-shift';

type Strategy = Pick<ecs.BaseServiceOptions, 'deploymentStrategy' | 'canaryConfiguration' | 'linearConfiguration'>;

/**
 * A shift in ECS's words. A shift with steps of its own has been refused before.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function renderStrategy({ _type, _stepPercent, _stepBakeTime }: TrafficShift): Strategy {
  const step = { stepPercent: _stepPercent, stepBakeTime: _stepBakeTime };
  switch (_type) {
    case 'TimeBasedCanary':
      return { deploymentStrategy: ecs.DeploymentStrategy.CANARY, canaryConfiguration: step };
    case 'TimeBasedLinear':
      return { deploymentStrategy: ecs.DeploymentStrategy.LINEAR, linearConfiguration: step };
    default:
      return { deploymentStrategy: ecs.DeploymentStrategy.BLUE_GREEN };
  }
}
