import type { ErrorCode } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { roleWith } from '../../principal';
import { RETRY_MS } from './durations';
import { failure } from './interruption';

/** What CodeDeploy calls a service in its messages, and how it reports that the service refused. */
const SERVICES: Record<string, { readonly name: string; readonly code: ErrorCode; readonly text: string }> = {
  // AWSLambda and the text about the ELB are AWS's own (aws-facts 1.8); the others follow their pattern (INFERENCE)
  ecs: {
    name: 'AmazonECS',
    code: 'ECS_UPDATE_ERROR',
    text: 'The ECS service could not be updated due to the following error',
  },
  elasticloadbalancing: {
    name: 'AmazonElasticLoadBalancing',
    code: 'ELASTIC_LOAD_BALANCING_INVALID',
    text: 'The ELB could not be updated due to the following error',
  },
  lambda: {
    name: 'AWSLambda',
    code: 'INVALID_LAMBDA_FUNCTION',
    text: 'The Lambda function could not be invoked due to the following error',
  },
  s3: { name: 'AmazonS3', code: 'REVISION_MISSING', text: 'The revision could not be read due to the following error' },
  autoscaling: {
    name: 'AmazonAutoScaling',
    code: 'AUTO_SCALING_CONFIGURATION',
    text: 'The Auto Scaling group could not be used due to the following error',
  },
  cloudwatch: {
    name: 'AmazonCloudWatch',
    code: 'ALARM_ACTIVE',
    text: 'The state of the alarms could not be read due to the following error',
  },
};

/** Calls of other services as the deployment group's service role. */
export class AsRole {
  constructor(
    private readonly cloud: Cloud,
    private readonly roleArn: string,
  ) {}

  /**
   * Calls an operation; what may pass (throttling, a server error) is tried again.
   *
   * @throws Interruption that fails the deployment, in AWS's words
   */
  public async call<T>(prefix: string, operation: string, input: unknown): Promise<T> {
    try {
      return await this.attempt<T>(prefix, operation, input);
    } catch (error) {
      throw this.explain(prefix, error);
    }
  }

  private async attempt<T>(prefix: string, operation: string, input: unknown): Promise<T> {
    for (const waitMs of RETRY_MS) {
      try {
        return (await this.cloud.call(prefix, operation, input, roleWith(this.roleArn))) as T;
      } catch (error) {
        if (!mayPass(error)) throw error;
        await this.cloud.clock.sleep(waitMs);
      }
    }
    return (await this.cloud.call(prefix, operation, input, roleWith(this.roleArn))) as T;
  }

  private explain(prefix: string, error: unknown): Error {
    const service = SERVICES[prefix];
    const reason = error instanceof Error ? error.message : String(error);
    if (!service) return failure('INTERNAL_ERROR', reason);
    if (!isDenied(error)) return failure(service.code, `${service.text}: ${reason}`);
    const text = `The IAM role ${this.roleArn} does not give you permission to perform operations in the following AWS service: ${service.name}.`;
    return failure('IAM_ROLE_PERMISSIONS', text);
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof AwsError && error.code.startsWith('AccessDenied');
}

/** Errors that are no answer to what was asked: the server's own, and throttling. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof AwsError)) return true;
  return error.status >= 500 || /^Throttl|^RequestLimitExceeded|^TooManyRequests/.test(error.code);
}
