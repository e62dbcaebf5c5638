import { AwsError } from '../../aws-error';
import type { Principal } from '../../principal';
import type { Decision } from './evaluate';

/** AWS's answer to a call that is not allowed; the name and the status are those of the service's protocol. */
export function accessDenied(
  prefix: string,
  principal: Principal,
  action: string,
  resource: string,
  decision: Decision,
): AwsError {
  const who = 'sessionArn' in principal ? String(principal.sessionArn) : principal.arn;
  const why =
    decision === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const message = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  if (prefix === 'ec2') return new AwsError('UnauthorizedOperation', message, 403);
  if (XML_SERVICES.has(prefix)) return new AwsError('AccessDenied', message, 403);
  return new AwsError('AccessDeniedException', message, prefix === 'lambda' ? 403 : 400);
}

const XML_SERVICES = new Set([
  'autoscaling',
  'elasticloadbalancing',
  'cloudformation',
  'iam',
  'sts',
  's3',
  'sns',
  'cloudwatch',
]);
