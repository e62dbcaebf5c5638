import type { Cloud } from '../../../cloud';
import type { OperationModel, ServiceModel } from '../../../endpoint/service-model';
import { roleWith } from '../../../principal';
import type { Execution } from '../execution';
import { StateError } from '../language/state-error';
import { callError, type ErrorNaming } from './call-error';
import { type Invoked, payloadOf } from './lambda-result';
import { apiName, integrationName } from './member-names';
import { prepare, settle } from './optimised';
import type { Resource } from './resource';
import { OPTIMISED, SDK_SERVICES } from './services';
import { type InputNaming, toInput, toResult } from './shapes';

/** AWS's own model of a service, by its IAM prefix; undefined where there is none. */
export type FindModel = (prefix: string) => Promise<ServiceModel | undefined>;

/** The calls of tasks: made as the state machine's role, so that its permissions are enforced. */
export class Integrations {
  constructor(
    private readonly cloud: Cloud,
    private readonly modelOf: FindModel,
  ) {}

  /**
   * Calls what a Task's `Resource` names.
   *
   * @returns the task's result
   * @throws StateError with the error's name in the integration
   */
  public async call(resource: Resource, given: unknown, execution: Execution): Promise<unknown> {
    const { prefix, operation } = resource;
    const model = await this.modelOf(prefix);
    const naming = this.namingOf(resource);
    const shape = model?.operations.get(operation);
    const send = (input: unknown) => this.cloud.call(prefix, operation, input, roleWith(execution.machine.roleArn));
    try {
      if (prefix === 'lambda' && operation === 'Invoke' && resource.kind !== 'sdk')
        return await invoke(resource, given, send);
      if (!shape) throw unknownAction(resource);
      const input = toInput(shape.input, prepare(resource, given, [execution.arn, execution.machine.arn]), naming);
      const output = toResult(shape.output, (await send(input)) ?? {}, naming.names);
      return settle(resource, output);
    } catch (error) {
      throw callError(error, model, naming);
    }
  }

  /**
   * Checks a definition's arguments, as far as they are no expressions, against the API.
   *
   * @throws StateError for a field that the operation does not have
   */
  public async check(resource: Resource, given: unknown): Promise<void> {
    const shape = (await this.modelOf(resource.prefix))?.operations.get(resource.operation);
    if (!shape) throw unknownAction(resource);
    if (resource.prefix === 'lambda' && resource.operation === 'Invoke') return;
    checkFields(shape, prepare(resource, withoutExpressions(given), []), this.namingOf(resource));
  }

  private namingOf({ kind, service }: Resource): InputNaming & ErrorNaming {
    if (kind === 'sdk') {
      const errors = SDK_SERVICES[service]?.errors ?? service;
      const lenient = this.cloud.switches.is('stepfunctions.sdk-member-names', 'java-sdk-or-api');
      return {
        names: integrationName,
        also: lenient ? apiName : undefined,
        errors,
        unmodelled: `${errors}.${errors}Exception`,
        alwaysException: this.cloud.switches.is('stepfunctions.sdk-error-names', 'always-exception'),
      };
    }
    const known = OPTIMISED[service];
    const errors = known?.errors ?? service;
    return { names: apiName, errors, unmodelled: known?.unmodelled ?? errors, alwaysException: true };
  }
}

/** Lambda's optimised integration, and a function's ARN as the resource: the payload is JSON, not text. */
async function invoke(resource: Resource, given: unknown, send: (input: unknown) => Promise<unknown>) {
  if (resource.kind === 'function') {
    const Payload = Buffer.from(JSON.stringify(given));
    return payloadOf((await send({ FunctionName: resource.resource, Payload })) as Invoked) ?? null;
  }
  const { Payload, ...settings } = (given ?? {}) as Readonly<Record<string, unknown>>;
  const bytes = Payload === undefined ? undefined : Buffer.from(JSON.stringify(Payload));
  const invoked = (await send({ ...settings, Payload: bytes })) as Invoked;
  const payload = payloadOf(invoked);
  return {
    ...(invoked.ExecutedVersion === undefined ? {} : { ExecutedVersion: invoked.ExecutedVersion }),
    ...(payload === undefined ? {} : { Payload: payload }),
    StatusCode: invoked.StatusCode ?? 200,
  };
}

function unknownAction({ resourceType, resource }: Resource): StateError {
  return new StateError(
    'States.Runtime',
    `The resource ${resourceType}:${resource} is not supported by Step Functions`,
  );
}

/** Fields whose value is an expression are passed over: what they will be is not known. */
function checkFields({ input }: OperationModel, given: unknown, naming: InputNaming): void {
  if (typeof given === 'object' && given !== null) toInput(input, given, naming);
}

function withoutExpressions(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('{%') ? undefined : value;
  if (Array.isArray(value)) return value.map(withoutExpressions).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutExpressions(one)]));
}
