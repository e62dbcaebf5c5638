import type { ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import type { Cloud } from '../../cloud';
import { SCALER } from './principal';

const RUNNING: ServiceDeploymentStatus[] = [
  'PENDING',
  'IN_PROGRESS',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
];

/**
 * Does ECS itself deploy this service now? Application Auto Scaling turns scaling in off then, scaling out goes on, and the target's
 * `SuspendedState` says nothing of it. AWS documents that of deployments by ECS, not of those that CodeDeploy makes by task sets.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-auto-scaling.html
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-ecs.html CodeDeploy cannot suspend scaling
 */
export async function ecsDeploys(cloud: Cloud, cluster: string, service: string): Promise<boolean> {
  const input = { cluster, service, status: RUNNING };
  const { serviceDeployments } = (await cloud.call('ecs', 'ListServiceDeployments', input, SCALER)) as {
    serviceDeployments: unknown[];
  };
  return serviceDeployments.length > 0;
}
