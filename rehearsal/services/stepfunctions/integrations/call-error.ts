import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../aws-error';
import type { ServiceModel } from '../../../endpoint/service-model';
import { StateError } from '../language/state-error';

/** How errors of one integration are named. */
export interface ErrorNaming {
  /** Before the dot. */
  readonly errors: string;
  /** The name of an error that the service's model does not have. */
  readonly unmodelled: string;
  /** Does every name end in `Exception`? */
  readonly alwaysException: boolean;
}

/**
 * An error of a service as the task's error: `<Service>.<Error>Exception`, also where the service calls it otherwise
 * (`PriorRequestNotComplete`, `InstanceRefreshInProgressFault`). An error that the service's model does not have, such as
 * access denied, carries the service's own name, as the Java SDK's exceptions do: `Route53.Route53Exception`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html#use-awssdk-integ
 */
export function callError(error: unknown, model: ServiceModel | undefined, naming: ErrorNaming): Error {
  if (error instanceof StateError) return error;
  if (!(error instanceof AwsError)) throw error;
  const text = `${error.message} (Service: ${naming.errors}, Status Code: ${error.status}, Request ID: ${randomUUID()})`;
  const known = model?.tryFindError(error.code);
  if (model && !known) return new StateError(naming.unmodelled, text);
  const name = known?.name ?? error.code;
  return new StateError(`${naming.errors}.${naming.alwaysException ? withSuffix(name) : (known?.code ?? name)}`, text);
}

function withSuffix(name: string): string {
  return name.endsWith('Exception') ? name : `${name.replace(/Fault$/, '')}Exception`;
}
