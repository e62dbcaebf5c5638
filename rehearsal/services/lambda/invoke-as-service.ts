import type { Cloud } from '../../cloud';
import { serviceCalled } from '../../principal';
import { allowsService } from '../iam/resource-policy';
import type { FunctionState } from './function-state';

/**
 * Invokes a function in the background as an AWS service, which the function's resource policy must allow.
 *
 * @param fn undefined when there is no such function
 * @returns why it was not invoked; undefined when it was
 */
export async function invokeAsService(
  cloud: Cloud,
  fn: FunctionState | undefined,
  event: unknown,
  by: { readonly service: string; readonly sourceArn: string },
): Promise<string | undefined> {
  if (!fn) return 'the function does not exist';
  const request = { ...by, action: 'lambda:InvokeFunction', resource: fn.arn, account: cloud.account };
  if (!allowsService([...fn.statements.values()], request)) {
    return `the resource policy of ${fn.name} does not let ${by.service} invoke it for ${by.sourceArn}`;
  }
  const input = { FunctionName: fn.arn, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) };
  await cloud.call('lambda', 'Invoke', input, serviceCalled(by.service));
  return undefined;
}
