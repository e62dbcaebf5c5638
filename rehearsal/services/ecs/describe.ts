import type { Deployment, Service, Task, TaskSet } from '@aws-sdk/client-ecs';
import { computedDesiredCount, pendingCount, runningCount } from './stability';
import type { ServiceState, TaskSetState, TaskState } from './state';

/** A service as DescribeServices answers it: task sets under CODE_DEPLOY and EXTERNAL, deployments under ECS. */
export function describeService(service: ServiceState): Service {
  const { settings, taskSets } = service;
  const primary = taskSets.find(({ status }) => status === 'PRIMARY');
  const rolling = service.controller === 'ECS';
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: service.cluster.arn,
    status: service.status,
    desiredCount: service.desiredCount,
    runningCount: taskSets.reduce((sum, set) => sum + runningCount(set), 0),
    pendingCount: taskSets.reduce((sum, set) => sum + pendingCount(set), 0),
    launchType: settings.launchType ?? (settings.capacityProviderStrategy ? undefined : 'EC2'),
    capacityProviderStrategy: settings.capacityProviderStrategy,
    platformVersion: primary?.platformVersion ?? settings.platformVersion,
    taskDefinition: primary?.taskDefinitionArn ?? settings.taskDefinition,
    loadBalancers: primary?.loadBalancers ?? settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    deploymentConfiguration: settings.deploymentConfiguration ?? { maximumPercent: 200, minimumHealthyPercent: 100 },
    taskSets: rolling ? undefined : taskSets.map((set) => describeTaskSet(service, set)),
    deployments: rolling ? taskSets.map((set) => describeDeployment(service, set)) : [],
    events: service.events.slice(0, 100),
    createdAt: new Date(service.createdAt),
    placementConstraints: settings.placementConstraints ?? [],
    placementStrategy: settings.placementStrategy ?? [],
    networkConfiguration: primary?.networkConfiguration ?? settings.networkConfiguration,
    healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
    schedulingStrategy: settings.schedulingStrategy ?? 'REPLICA',
    deploymentController: { type: service.controller },
    enableECSManagedTags: settings.enableECSManagedTags ?? false,
    propagateTags: settings.propagateTags ?? 'NONE',
    enableExecuteCommand: settings.enableExecuteCommand ?? false,
  };
}

/** A task set as DescribeTaskSets answers it. */
export function describeTaskSet(service: ServiceState, set: TaskSetState): TaskSet {
  return {
    id: set.id,
    taskSetArn: set.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    startedBy: set.startedBy,
    externalId: set.externalId,
    status: set.status,
    taskDefinition: set.taskDefinitionArn,
    computedDesiredCount: set.status === 'DRAINING' ? 0 : computedDesiredCount(service, set),
    pendingCount: pendingCount(set),
    runningCount: runningCount(set),
    createdAt: new Date(set.createdAt),
    updatedAt: new Date(set.updatedAt),
    launchType: set.launchType,
    capacityProviderStrategy: set.capacityProviderStrategy,
    platformVersion: set.platformVersion,
    networkConfiguration: set.networkConfiguration,
    loadBalancers: set.loadBalancers,
    serviceRegistries: [],
    scale: { value: set.scale, unit: 'PERCENT' },
    stabilityStatus: set.stabilityStatus,
    stabilityStatusAt: new Date(set.stabilityStatusAt),
    tags: set.tags,
  };
}

function describeDeployment(service: ServiceState, set: TaskSetState): Deployment {
  const completed = set.status === 'PRIMARY' && set.stabilityStatus === 'STEADY_STATE' && service.taskSets.length === 1;
  return {
    id: set.id,
    status: set.status === 'DRAINING' ? 'ACTIVE' : set.status,
    taskDefinition: set.taskDefinitionArn,
    desiredCount: set.status === 'DRAINING' ? 0 : computedDesiredCount(service, set),
    pendingCount: pendingCount(set),
    runningCount: runningCount(set),
    failedTasks: set.failedTasks,
    createdAt: new Date(set.createdAt),
    updatedAt: new Date(set.updatedAt),
    launchType: set.launchType,
    capacityProviderStrategy: set.capacityProviderStrategy,
    platformVersion: set.platformVersion,
    networkConfiguration: set.networkConfiguration,
    rolloutState: completed ? 'COMPLETED' : 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${set.id} ${completed ? 'completed' : 'in progress'}.`,
  };
}

/** A task as DescribeTasks answers it. */
export function describeTask(service: ServiceState, set: TaskSetState, task: TaskState): Task {
  return {
    taskArn: task.arn,
    clusterArn: service.cluster.arn,
    taskDefinitionArn: task.taskDefinitionArn,
    group: `service:${service.name}`,
    startedBy: set.id,
    launchType: set.launchType,
    lastStatus: task.lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: 'UNKNOWN',
    createdAt: new Date(task.createdAt),
    startedAt: task.startedAt === undefined ? undefined : new Date(task.startedAt),
    stoppedAt: task.stoppedAt === undefined ? undefined : new Date(task.stoppedAt),
    stoppedReason: task.stoppedReason,
    containers: [
      {
        name: task.containerName,
        taskArn: task.arn,
        lastStatus: task.lastStatus,
        networkInterfaces: [{ privateIpv4Address: task.address.host }],
      },
    ],
    attachments: [
      {
        type: 'ElasticNetworkInterface',
        status: task.lastStatus === 'STOPPED' ? 'DELETED' : 'ATTACHED',
        details: [{ name: 'privateIPv4Address', value: task.address.host }],
      },
    ],
  };
}
