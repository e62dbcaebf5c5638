import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { type At, failure } from '../both';
import type { Except } from '../differences';

/** Made once: an archive has its time in it. */
const ARCHIVE = zipSync({ 'index.js': Buffer.from('exports.handler = () => {}') });

/** Without invocations: moto runs functions in Docker only. */
export async function story(at: At) {
  const FunctionName = 'smoke';
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  const { Role } = await at(IAMClient).send(new CreateRoleCommand({ RoleName: 'smoke', AssumeRolePolicyDocument }));
  const lambda = at(LambdaClient);
  const create = () =>
    lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: Role?.Arn,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 30,
        Environment: { Variables: { TEST_URL: 'http://x' } },
        Code: { ZipFile: ARCHIVE },
      }),
    );
  const permission = { FunctionName, StatementId: 'events', Action: 'lambda:InvokeFunction' };
  const configuration = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return {
    created: await create(),
    again: await failure(create()),
    configuration: await configuration(),
    changed: await lambda
      .send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 512 }))
      .then(({ MemorySize, Timeout }) => ({ MemorySize, Timeout })),
    listed: (await lambda.send(new ListFunctionsCommand({}))).Functions?.map((fn) => fn.FunctionName),
    noPolicy: await failure(lambda.send(new GetPolicyCommand({ FunctionName }))),
    permitted: JSON.parse(
      (await lambda.send(new AddPermissionCommand({ ...permission, Principal: 'events.amazonaws.com' }))).Statement ??
        '',
    ),
    policy: JSON.parse((await lambda.send(new GetPolicyCommand({ FunctionName }))).Policy ?? '').Statement,
    removed: (await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: 'events' }))).$metadata
      .httpStatusCode,
    deleted: (await lambda.send(new DeleteFunctionCommand({ FunctionName }))).$metadata.httpStatusCode,
    none: await failure(configuration()),
  };
}

export const except: Except = {
  'created.LastUpdateStatus': 'moto leaves it out of a new function',
  'created.LoggingConfig': 'moto leaves it out',
  'configuration.LoggingConfig': 'moto leaves it out',
  'created.Layers': 'Lambda leaves them out when there are none',
  'configuration.Layers': 'Lambda leaves them out when there are none',
};
