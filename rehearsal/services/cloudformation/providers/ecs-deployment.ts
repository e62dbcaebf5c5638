import type * as sdk from '@aws-sdk/client-ecs';
import { AwsError } from '../../../aws-error';
import type { ProviderContext } from '../provider';
import { untilSteady } from './ecs-steady';

/**
 * Waits for the end of the deployment that ECS made of a change; for a steady service where it made none.
 *
 * @param since rehearsal milliseconds: deployments that began before are none of this change's
 * @throws AwsError GeneralServiceException when the deployment went back, with ECS's reason; NotStabilized when it takes too long
 */
export async function untilDeployed(
  service: string,
  cluster: string | undefined,
  since: number,
  context: ProviderContext,
): Promise<void> {
  const arn = await newestSince(service, cluster, since, context);
  if (!arn) return untilSteady(service, cluster, context);
  for (let waited = 0; waited < TIMEOUT_SECONDS; waited += POLL_SECONDS) {
    const { status = '', statusReason } = await look(arn, context);
    if (status === 'SUCCESSFUL') return;
    if (BAD.includes(status)) {
      const text = `Error occurred during operation 'ECS service deployment ended ${status}: ${statusReason ?? 'no reason'}'.`;
      throw new AwsError('GeneralServiceException', text);
    }
    await context.wait(POLL_SECONDS);
  }
  throw new AwsError('NotStabilized', 'Exceeded attempts to wait: the service deployment has not ended after 36 hours');
}

async function newestSince(
  service: string,
  cluster: string | undefined,
  since: number,
  context: ProviderContext,
): Promise<string | undefined> {
  const input = { cluster, service };
  const { serviceDeployments = [] } = await context.call<
    sdk.ListServiceDeploymentsRequest,
    sdk.ListServiceDeploymentsResponse
  >('ecs', 'ListServiceDeployments', input);
  const [newest] = serviceDeployments;
  return newest && (newest.createdAt?.getTime() ?? 0) >= since ? newest.serviceDeploymentArn : undefined;
}

async function look(arn: string, context: ProviderContext): Promise<sdk.ServiceDeployment> {
  const { serviceDeployments = [] } = await context.call<
    sdk.DescribeServiceDeploymentsRequest,
    sdk.DescribeServiceDeploymentsResponse
  >('ecs', 'DescribeServiceDeployments', { serviceDeploymentArns: [arn] });
  return serviceDeployments[0] ?? {};
}

const BAD = ['STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];

/** What CloudFormation gives an update (aws-facts 4.5). */
const TIMEOUT_SECONDS = 36 * 3_600;
const POLL_SECONDS = 2;
