import type {
  ServiceDeployment as Described,
  ServiceRevision as DescribedRevision,
  ServiceDeploymentBrief,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { computedDesiredCount, pendingCount, runningCount } from '../stability';
import type { ServiceState } from '../state';
import type { ServiceDeployment, ServiceRevision } from './records';

/** A deployment as ListServiceDeployments answers it. */
export function describeBriefly(deployment: ServiceDeployment): ServiceDeploymentBrief {
  const { service, target } = deployment;
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    startedAt: dateOf(deployment.startedAt),
    createdAt: new Date(deployment.createdAt),
    finishedAt: dateOf(deployment.finishedAt),
    targetServiceRevisionArn: target.arn,
    status: deployment.status,
    statusReason: deployment.statusReason,
  };
}

/** A deployment as DescribeServiceDeployments answers it. */
export function describeDeployment(deployment: ServiceDeployment): Described {
  const { service, source, target, configuration, weights, rollback } = deployment;
  const { targetServiceRevisionArn: _, ...brief } = describeBriefly(deployment);
  return {
    ...brief,
    stoppedAt: deployment.status === 'STOPPED' ? dateOf(deployment.finishedAt) : undefined,
    updatedAt: new Date(deployment.updatedAt),
    sourceServiceRevisions: source
      ? [summaryOf(service, source, { production: 100 - weights.production, test: 100 - weights.test })]
      : [],
    targetServiceRevision: summaryOf(service, target, weights),
    lifecycleStage: deployment.stage as Described['lifecycleStage'],
    lifecycleHookDetails: deployment.hooks.map(
      ({ hookId, targetType, targetArn, status, expiresAt, timeoutAction }) => ({
        hookId,
        targetType,
        targetArn,
        status,
        expiresAt: new Date(expiresAt),
        timeoutAction,
      }),
    ),
    deploymentConfiguration: configuration,
    rollback: rollback && {
      reason: rollback.reason,
      startedAt: new Date(rollback.startedAt),
      serviceRevisionArn: source?.arn,
    },
    deploymentCircuitBreaker: {
      status: deployment.circuitBreaker.status,
      threshold: deployment.circuitBreaker.threshold,
      failureCount: target.set?.failedTasks ?? 0,
    },
    alarms: {
      status: deployment.alarms.status,
      alarmNames: configuration.alarms?.alarmNames ?? [],
      triggeredAlarmNames: deployment.alarms.triggered,
    },
  };
}

function summaryOf(
  service: ServiceState,
  { arn, set }: ServiceRevision,
  weights: ServiceDeployment['weights'],
): ServiceRevisionSummary {
  return {
    arn,
    requestedTaskCount: set ? computedDesiredCount(service, set) : 0,
    runningTaskCount: set ? runningCount(set) : 0,
    pendingTaskCount: set ? pendingCount(set) : 0,
    requestedTestTrafficWeight: weights.test,
    requestedProductionTrafficWeight: weights.production,
  };
}

/** A revision as DescribeServiceRevisions answers it. */
export function describeRevision(service: ServiceState, revision: ServiceRevision): DescribedRevision {
  const { arn, createdAt, settings, set, targetGroupArn } = revision;
  return {
    serviceRevisionArn: arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: set?.taskDefinitionArn ?? settings.taskDefinition,
    launchType: settings.launchType,
    capacityProviderStrategy: settings.capacityProviderStrategy,
    platformVersion: settings.platformVersion,
    networkConfiguration: settings.networkConfiguration,
    loadBalancers: settings.loadBalancers,
    createdAt: new Date(createdAt),
    resolvedConfiguration: {
      loadBalancers: (settings.loadBalancers ?? []).map(({ advancedConfiguration }) => ({
        targetGroupArn: targetGroupArn || undefined,
        productionListenerRule: advancedConfiguration?.productionListenerRule,
      })),
    },
  };
}

function dateOf(time: number | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}
