import { isDeepStrictEqual } from 'node:util';
import type { CreateServiceRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';
import type { TaskDefinitions } from './task-definitions';

/** What a service with the CODE_DEPLOY controller takes only by a CodeDeploy deployment, with AWS's word for it. */
const BY_DEPLOYMENT_ONLY = [
  ['taskDefinition', 'task definition'],
  ['networkConfiguration', 'network configuration'],
  ['platformVersion', 'platform version'],
  ['loadBalancers', 'load balancers'],
] as const;

/**
 * Refuses what UpdateService may not change under the CODE_DEPLOY controller (aws-facts 2.1). The text about the task
 * definition is AWS's own; those of the other three follow its pattern.
 *
 * @throws InvalidParameterException
 */
export function refuseWhatNeedsADeployment(input: UpdateServiceRequest): void {
  for (const [property, words] of BY_DEPLOYMENT_ONLY) {
    if (input[property] === undefined) continue;
    const text = `Unable to update ${words} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.`;
    throw new AwsError('InvalidParameterException', text);
  }
}

/** UpdateService's input without what it does not change: names, and properties that are not given. */
export function changesOf(input: UpdateServiceRequest) {
  const {
    service: _service,
    cluster: _cluster,
    deploymentController: _controller,
    forceNewDeployment: _force,
    ...rest
  } = input;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}

/** Does this update of a rolling service start new tasks? */
export function startsDeployment(input: UpdateServiceRequest): boolean {
  return Boolean(input.forceNewDeployment || BY_DEPLOYMENT_ONLY.some(([property]) => input[property] !== undefined));
}

/** What a service revision is made of: tasks of other values of these are other tasks. */
const OF_A_REVISION = [
  ...['capacityProviderStrategy', 'launchType', 'loadBalancers', 'networkConfiguration', 'platformVersion'],
  ...['serviceConnectConfiguration', 'serviceRegistries', 'volumeConfigurations'],
] as const;

/** Do two versions of a service's settings make different tasks? */
export function isAnotherRevision(
  definitions: TaskDefinitions,
  before: CreateServiceRequest,
  after: CreateServiceRequest,
): boolean {
  const arnOf = ({ taskDefinition }: CreateServiceRequest) => definitions.get(taskDefinition).taskDefinitionArn;
  if (arnOf(before) !== arnOf(after)) return true;
  const part = (settings: CreateServiceRequest) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => OF_A_REVISION.some((one) => one === name)));
  return !isDeepStrictEqual(part(before), part(after));
}
