import type { Cloud } from '../../../cloud';
import type { HookExecution, ServiceDeployment } from './records';

/** Tells EventBridge how a deployment goes (aws-facts 8.2). */
export function tellDeployment(
  cloud: Cloud,
  deployment: ServiceDeployment,
  eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' | 'SERVICE_DEPLOYMENT_COMPLETED' | 'SERVICE_DEPLOYMENT_FAILED',
  reason: string,
): void {
  const now = cloud.clock.now();
  const { service } = deployment;
  service.events.unshift({
    id: `${eventName}-${now}`,
    createdAt: new Date(now),
    message: `(service ${service.name}) ${reason}`,
  });
  cloud.events.publish({
    source: 'aws.ecs',
    detailType: 'ECS Deployment State Change',
    resources: [service.arn],
    time: now,
    detail: {
      eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
      eventName,
      deploymentId: deployment.arn,
      updatedAt: new Date(now).toISOString(),
      reason,
    },
  });
}

const HOOK_EVENTS = {
  AWAITING_ACTION: 'HOOK_AWAITING_ACTION',
  SUCCEEDED: 'HOOK_SUCCEEDED',
  FAILED: 'HOOK_FAILED',
  TIMED_OUT: 'HOOK_TIMED_OUT',
} as const;

/** Tells EventBridge what a pause waits for, and what became of it (aws-facts 4.9); functions are not told of. */
export function tellHook(cloud: Cloud, { arn, service }: ServiceDeployment, hook: HookExecution): void {
  if (hook.targetType !== 'PAUSE' || hook.status === 'IN_PROGRESS') return;
  const now = cloud.clock.now();
  cloud.events.publish({
    source: 'aws.ecs',
    detailType: 'ECS Hook State Change',
    resources: [service.arn],
    time: now,
    detail: {
      eventType: 'INFO',
      eventName: HOOK_EVENTS[hook.status],
      hookId: hook.hookId,
      hookType: hook.targetType,
      expiresAt: new Date(hook.expiresAt).toISOString(),
      lifecycleStage: hook.stage,
      clusterArn: service.cluster.arn,
      serviceArn: service.arn,
      serviceDeploymentArn: arn,
      updatedAt: new Date(now).toISOString(),
    },
  });
}
