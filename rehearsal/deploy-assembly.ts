import { readFileSync } from 'node:fs';
import type { LocalAws } from './local-aws';
import { rootOf } from './principal';
import type { Assembly, AssemblyStack } from './template/assembly';

/**
 * Stands up the stacks of an assembly, as `cdk deploy --all` would: assets first, then the stacks in the order of their
 * dependencies. Those that are there already are updated.
 *
 * @throws when a stack cannot be created or updated; the error has CloudFormation's reason
 */
export async function deployAssembly(aws: LocalAws, assembly: Assembly, say: (line: string) => void): Promise<void> {
  for (const stack of assembly.stacks) {
    const isThere = aws.cloudFormation.stacks.tryFind(stack.name) !== undefined;
    say(`${isThere ? 'updating' : 'creating'} stack ${stack.name}`);
    mountAssets(aws, stack);
    await deployStack(aws, stack, isThere ? 'UPDATE' : 'CREATE');
  }
}

/** Assets lie where the template looks for them; directories are zipped only when somebody reads them. */
function mountAssets({ s3 }: LocalAws, { files, plainFiles }: AssemblyStack): void {
  for (const { path, bucket, key } of files) s3.mountDirectory(bucket, key, path);
  for (const { path, bucket, key } of plainFiles) s3.keepForService(bucket, key, readFileSync(path));
}

async function deployStack(
  aws: LocalAws,
  { name, template, parameters }: AssemblyStack,
  verb: 'CREATE' | 'UPDATE',
): Promise<void> {
  const cloudFormation = aws.cloud.client(aws.cloudFormation, rootOf(aws.cloud.account));
  await cloudFormation[verb === 'CREATE' ? 'CreateStack' : 'UpdateStack']({
    StackName: name,
    TemplateBody: template,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  const stack = await aws.cloudFormation.settled(name);
  if (stack.status === `${verb}_COMPLETE`) return;
  const { StackEvents: events = [] } = await cloudFormation.DescribeStackEvents({ StackName: name });
  const first = events.filter(({ ResourceStatus }) => ResourceStatus === `${verb}_FAILED`).pop();
  const reason = first?.ResourceStatusReason ?? stack.status;
  // What an app imports is in AWS only, unless a stack of the same app makes it.
  const hint = /Error Code: \w*NotFound\b/.test(reason)
    ? '; the local AWS has only what the stacks of the app make'
    : '';
  const done = verb === 'CREATE' ? 'created' : 'updated';
  throw new Error(`stack '${name}' could not be ${done}: ${first?.LogicalResourceId ?? 'the stack'}: ${reason}${hint}`);
}
