import { type BlueGreenEcsServiceProps, ReleaseController } from '../../../../lib';
import { propertiesOf, testService } from '../../../fixtures/stack';

/** What a template calls a service. */
export const SERVICE = 'AWS::ECS::Service';
/** ECS itself releases, with its defaults. */
export const controller = ReleaseController.ecs();

/** A service that ECS itself releases, in a stack of its own. */
export function builtIn(props: Partial<BlueGreenEcsServiceProps> = {}) {
  return testService({ controller, ...props });
}

/** The DeploymentConfiguration of the one service. */
export function configurationOf(props: Partial<BlueGreenEcsServiceProps> = {}) {
  return propertiesOf(builtIn(props).template(), SERVICE)[0].DeploymentConfiguration;
}
