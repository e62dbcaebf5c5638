import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy';
import type {
  CreateTaskSetRequest,
  CreateTaskSetResponse,
  DescribeServicesResponse,
  Service,
  TaskSet,
} from '@aws-sdk/client-ecs';
import type { AppSpec } from './app-spec';
import type { AsRole } from './as-role';
import { pairOf } from './group-validation';
import { failure } from './interruption';
import type { Side } from './records';
import { targetGroupArns } from './traffic';

/** The two sides of a deployment as they stand before it. */
export interface Sides {
  readonly service: Service;
  /** What serves: the PRIMARY task set and its target group. */
  readonly original: Side;
  /** The other target group of the pair, where the replacement goes. */
  readonly idle: Omit<Side, 'taskSetId'>;
}

/** Finds out which colour is live: it is computed, not configured (aws-facts 1.1). */
export async function findPrimary(role: AsRole, group: DeploymentGroupInfo): Promise<Sides> {
  const service = await describeService(role, group);
  const primary = service.taskSets?.find(({ status }) => status === 'PRIMARY');
  if (!primary?.id)
    throw failure('INVALID_ECS_SERVICE', `The ECS service ${service.serviceName} has no primary task set.`);
  const names = (pairOf(group).targetGroups ?? []).flatMap(({ name }) => name ?? []);
  const arns = await targetGroupArns(role, names);
  const live = primary.loadBalancers?.[0]?.targetGroupArn;
  const sides = names.map((name) => ({ targetGroupName: name, targetGroupArn: arns.get(name) ?? '' }));
  const original = sides.find(({ targetGroupArn }) => targetGroupArn === live);
  const idle = sides.find((side) => side !== original);
  if (!original || !idle) {
    const text = `The target group of the primary task set of ${service.serviceName} is not in the target group pair ${names.join(', ')}.`;
    throw failure('ELASTIC_LOAD_BALANCING_INVALID', text);
  }
  return { service, original: { ...original, taskSetId: primary.id }, idle };
}

/** The task set with an id, or undefined when it is gone. */
export async function findTaskSet(role: AsRole, group: DeploymentGroupInfo, id: string): Promise<TaskSet | undefined> {
  const service = await describeService(role, group);
  return service.taskSets?.find((set) => set.id === id);
}

/** Creates the task set of the candidate on the idle colour. */
export async function createReplacement(
  role: AsRole,
  group: DeploymentGroupInfo,
  { service, original, idle }: Sides,
  spec: AppSpec,
  deploymentId: string,
): Promise<Side> {
  const before = service.taskSets?.find(({ id }) => id === original.taskSetId);
  const { taskSet } = await role.call<CreateTaskSetResponse>('ecs', 'CreateTaskSet', {
    ...nameOf(group),
    externalId: deploymentId,
    // a second attempt after an answer that got lost must not make a second task set
    clientToken: deploymentId,
    taskDefinition: spec.taskDefinition,
    networkConfiguration: networkOf(spec) ?? before?.networkConfiguration,
    ...launchOf(spec, before),
    loadBalancers: [
      {
        targetGroupArn: idle.targetGroupArn,
        containerName: spec.containerName,
        containerPort: spec.containerPort,
      },
    ],
    scale: { value: 100, unit: 'PERCENT' },
  } satisfies CreateTaskSetRequest);
  return { ...idle, taskSetId: taskSet?.id ?? '' };
}

export async function makePrimary(role: AsRole, group: DeploymentGroupInfo, { taskSetId }: Side): Promise<void> {
  await role.call('ecs', 'UpdateServicePrimaryTaskSet', { ...nameOf(group), primaryTaskSet: taskSetId });
}

/** Scales a task set to nothing and deletes it; its tasks drain on their own (aws-facts 1.2: scale 0, DRAINING). */
export async function deleteTaskSet(role: AsRole, group: DeploymentGroupInfo, taskSetId: string): Promise<void> {
  await role.call('ecs', 'DeleteTaskSet', { ...nameOf(group), taskSet: taskSetId, force: true });
}

async function describeService(role: AsRole, group: DeploymentGroupInfo): Promise<Service> {
  const { cluster, service } = nameOf(group);
  const input = { cluster, services: [service] };
  const { services = [] } = await role.call<DescribeServicesResponse>('ecs', 'DescribeServices', input);
  if (services[0]) return services[0];
  throw failure('INVALID_ECS_SERVICE', `The ECS service ${service} was not found in the cluster ${cluster}.`);
}

function nameOf({ ecsServices }: DeploymentGroupInfo) {
  return { cluster: ecsServices?.[0]?.clusterName ?? '', service: ecsServices?.[0]?.serviceName ?? '' };
}

function networkOf({ networkConfiguration: network }: AppSpec): CreateTaskSetRequest['networkConfiguration'] {
  return network && { awsvpcConfiguration: network };
}

/** A strategy of the AppSpec wins over how the live task set was launched; a strategy and a launch type exclude each other. */
function launchOf(spec: AppSpec, before: TaskSet | undefined) {
  const capacityProviderStrategy = spec.capacityProviderStrategy ?? before?.capacityProviderStrategy;
  const platformVersion = spec.platformVersion ?? before?.platformVersion;
  if (capacityProviderStrategy?.length) return { capacityProviderStrategy, platformVersion };
  return { launchType: before?.launchType, platformVersion };
}
