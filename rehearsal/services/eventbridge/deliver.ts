import type { Target } from '@aws-sdk/client-eventbridge';
import type { Cloud } from '../../cloud';
import { roleWith, serviceCalled } from '../../principal';
import { invokeAsService } from '../lambda/invoke-as-service';
import type { Lambda } from '../lambda/lambda';
import type { Sns } from '../sns/sns';
import type { RuleRecord } from './rules';

const EVENTS = 'events.amazonaws.com';

/** The services that targets belong to. */
export interface TargetServices {
  readonly lambda: Lambda;
  readonly sns: Sns;
}

/** Is a target of a kind that is invoked here? Others are only written down. */
export function isInvoked({ Arn = '' }: Target): boolean {
  return ['lambda', 'states', 'sns'].includes(serviceOf(Arn));
}

/**
 * Invokes a target: a function if its resource policy lets EventBridge, a state machine by the target's role, a topic if
 * its policy lets EventBridge.
 *
 * @returns why it failed; undefined when it did not
 */
export async function deliver(
  cloud: Cloud,
  services: TargetServices,
  rule: RuleRecord,
  target: Target,
  input: unknown,
): Promise<string | undefined> {
  const { Arn: arn = '', RoleArn } = target;
  const by = { service: EVENTS, sourceArn: rule.arn };
  const service = serviceOf(arn);
  if (service === 'lambda') {
    const name = arn.split(':').slice(0, 7).join(':');
    const fn = [...services.lambda.functions.values()].find((one) => one.arn === name);
    return invokeAsService(cloud, fn, input, by);
  }
  if (service === 'states') {
    if (!RoleArn) return 'the target has no role to start the execution with';
    const execution = { stateMachineArn: arn, input: JSON.stringify(input) };
    return failureOf(cloud.call('states', 'StartExecution', execution, roleWith(RoleArn)));
  }
  if (service !== 'sns') return undefined;
  if (!RoleArn && !services.sns.allows(arn, EVENTS, rule.arn))
    return `the policy of ${arn} does not let ${EVENTS} publish`;
  const message = { TopicArn: arn, Message: typeof input === 'string' ? input : JSON.stringify(input) };
  return failureOf(cloud.call('sns', 'Publish', message, RoleArn ? roleWith(RoleArn) : serviceCalled(EVENTS)));
}

function failureOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: Error) => error.message,
  );
}

function serviceOf(arn: string): string {
  return arn.split(':')[2] ?? '';
}
