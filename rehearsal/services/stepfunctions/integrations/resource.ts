import { InvalidDefinition } from '../language/invalid-definition';
import { OPTIMISED, SDK_SERVICES } from './services';

/** What a Task calls, read off its `Resource`. */
export interface Resource {
  /** `sdk`: any API by its AWS SDK; `optimised`: Step Functions' own integration; `function`: a function's ARN. */
  readonly kind: 'sdk' | 'optimised' | 'function';
  /** As history events have it: `aws-sdk:codedeploy`, `lambda`. */
  readonly resourceType: string;
  /** As history events have it: `createDeployment`, `invoke.waitForTaskToken`. */
  readonly resource: string;
  /** The service's IAM prefix. */
  readonly prefix: string;
  /** The operation of the service. */
  readonly operation: string;
  /** Does the task wait until somebody sends the task token back? */
  readonly waitsForToken: boolean;
  /** The service's name in the ARN. */
  readonly service: string;
}

/** CodeDeploy's actions that the SDK integration does not have (aws-facts 10.1). */
const UNSUPPORTED = new Set([
  'codedeploy:batchGetDeploymentInstances',
  'codedeploy:getDeploymentInstance',
  'codedeploy:listDeploymentInstances',
  'codedeploy:skipWaitTimeForInstanceTermination',
]);

const PATTERN = /^arn:aws[\w-]*:states:([\w-]*):(\d*):(aws-sdk:)?([\w-]+):(\w+)(?:\.(\S+))?$/;

/**
 * Reads a Task's `Resource`.
 *
 * @throws InvalidDefinition for what Step Functions or the local AWS does not have
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function parseResource(arn: unknown, location: string): Resource {
  if (typeof arn !== 'string') throw new InvalidDefinition('The field "Resource" is required', location);
  if (/^arn:aws[\w-]*:lambda:[\w-]+:\d+:function:/.test(arn)) return functionResource(arn);
  const [, , , sdk, service, action, pattern] = PATTERN.exec(arn) ?? [];
  if (!service || !action || service === 'activity')
    throw new InvalidDefinition(`The resource '${arn}' is not one that the local AWS has`, location);
  if (pattern !== undefined && pattern !== 'waitForTaskToken')
    throw new InvalidDefinition(
      `The local AWS does not have the integration pattern '.${pattern}' of '${arn}'`,
      location,
    );
  return {
    ...(sdk ? sdkResource(service, action, location) : optimisedResource(service, action, location)),
    resource: pattern ? `${action}.${pattern}` : action,
    waitsForToken: pattern !== undefined,
    service,
  };
}

type Called = Pick<Resource, 'kind' | 'resourceType' | 'prefix' | 'operation'>;

function sdkResource(service: string, action: string, location: string): Called {
  const known = SDK_SERVICES[service];
  if (!known)
    throw new InvalidDefinition(
      `The local AWS has no AWS SDK integration '${service}'; it has ${Object.keys(SDK_SERVICES).join(', ')}`,
      location,
    );
  if (!/^[a-z]/.test(action) || UNSUPPORTED.has(`${service}:${action}`))
    throw new InvalidDefinition(`The API action '${action}' of '${service}' is not supported`, location);
  const operation = `${action[0]?.toUpperCase()}${action.slice(1)}`;
  return { kind: 'sdk', resourceType: `aws-sdk:${service}`, prefix: known.prefix, operation };
}

function optimisedResource(service: string, action: string, location: string): Called {
  const known = OPTIMISED[service];
  const operation = known?.actions[action];
  if (!known || !operation)
    throw new InvalidDefinition(`The local AWS does not have the integration '${service}:${action}'`, location);
  return { kind: 'optimised', resourceType: service, prefix: known.prefix, operation };
}

function functionResource(arn: string): Resource {
  return {
    kind: 'function',
    resourceType: 'lambda',
    resource: arn,
    prefix: 'lambda',
    operation: 'Invoke',
    waitsForToken: false,
    service: 'lambda',
  };
}
