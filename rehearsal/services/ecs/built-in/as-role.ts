import { AwsError } from '../../../aws-error';
import type { Cloud } from '../../../cloud';
import { roleWith } from '../../../principal';
import { RETRY_MS } from './durations';

/**
 * Calls an operation as a role that the service gave to ECS; what may pass (throttling, a server error) is tried again.
 *
 * @throws what AWS answered last
 */
export async function callAs<T>(
  cloud: Cloud,
  roleArn: string,
  prefix: string,
  operation: string,
  input: unknown,
): Promise<T> {
  for (const waitMs of RETRY_MS) {
    try {
      return (await cloud.call(prefix, operation, input, roleWith(roleArn))) as T;
    } catch (error) {
      if (!mayPass(error)) throw error;
      await cloud.clock.sleep(waitMs);
    }
  }
  return (await cloud.call(prefix, operation, input, roleWith(roleArn))) as T;
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof AwsError)) return true;
  return error.status >= 500 || /^Throttl|^RequestLimitExceeded|^TooManyRequests/.test(error.code);
}
