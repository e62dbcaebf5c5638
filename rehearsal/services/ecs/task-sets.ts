import type {
  CreateTaskSetRequest,
  DeleteTaskSetRequest,
  DescribeTaskSetsRequest,
  UpdateServicePrimaryTaskSetRequest,
  UpdateTaskSetRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Principal } from '../../principal';
import type { Clusters } from './clusters';
import { describeTaskSet } from './describe';
import type { Identifiers } from './identifiers';
import type { ServiceState, TaskSetState } from './state';
import type { TaskDefinitions } from './task-definitions';
import { type Keeping, TaskSetKeeper } from './task-set-keeper';

/** ECS's limit on task sets of one service. */
export const MAXIMUM_TASK_SETS = 5;

/** The task sets of all services, and what keeps them at their desired count. */
export class TaskSets {
  private readonly keepers = new Map<TaskSetState, TaskSetKeeper>();

  constructor(
    private readonly cloud: Cloud,
    private readonly clusters: Clusters,
    private readonly definitions: TaskDefinitions,
    private readonly identifiers: Identifiers,
    private readonly keeping: Keeping,
  ) {}

  public create(input: CreateTaskSetRequest, principal: Principal) {
    const service = this.clusters.findService(input.cluster, input.service);
    refuseRolling(service, 'CreateTaskSet');
    const same = service.taskSets.find(
      ({ clientToken }) => clientToken !== undefined && clientToken === input.clientToken,
    );
    if (same) return { taskSet: describeTaskSet(service, same) };
    const startedBy = service.controller === 'CODE_DEPLOY' ? 'CODE_DEPLOY' : principal.arn;
    const set = this.add(service, input, { startedBy, status: 'ACTIVE', scale: input.scale?.value ?? 100 });
    return { taskSet: describeTaskSet(service, set) };
  }

  public describe(input: DescribeTaskSetsRequest) {
    const service = this.clusters.findService(input.cluster, input.service);
    const wanted = input.taskSets?.map((one) => this.tryFind(service, one));
    const sets = wanted ? wanted.filter((set) => set !== undefined) : service.taskSets;
    const missing = (input.taskSets ?? []).filter((one) => !this.tryFind(service, one));
    return {
      taskSets: sets.map((set) => describeTaskSet(service, set)),
      failures: missing.map((arn) => ({ arn, reason: 'MISSING' })),
    };
  }

  public update(input: UpdateTaskSetRequest) {
    const service = this.clusters.findService(input.cluster, input.service);
    const set = this.find(service, input.taskSet);
    this.rescale(set, input.scale?.value ?? set.scale);
    return { taskSet: describeTaskSet(service, set) };
  }

  public delete(input: DeleteTaskSetRequest) {
    const service = this.clusters.findService(input.cluster, input.service);
    const set = this.find(service, input.taskSet);
    if (set.status === 'PRIMARY')
      throw new AwsError('InvalidParameterException', 'The primary task set cannot be deleted.');
    if (!input.force && set.scale > 0)
      throw new AwsError('InvalidParameterException', 'The task set must be scaled to 0, or deleted with force.');
    this.drain(set);
    return { taskSet: describeTaskSet(service, set) };
  }

  public makePrimary(input: UpdateServicePrimaryTaskSetRequest) {
    const service = this.clusters.findService(input.cluster, input.service);
    const set = this.find(service, input.primaryTaskSet);
    this.promote(service, set);
    return { taskSet: describeTaskSet(service, set) };
  }

  /** Adds a task set to a service and starts its tasks. */
  public add(
    service: ServiceState,
    input: Partial<CreateTaskSetRequest>,
    state: Pick<TaskSetState, 'startedBy' | 'status' | 'scale'>,
  ): TaskSetState {
    if (service.taskSets.length >= MAXIMUM_TASK_SETS) {
      const text = `${service.taskSets.length} deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.`;
      throw new AwsError('InvalidParameterException', text);
    }
    const definition = this.definitions.get(input.taskDefinition);
    const now = this.cloud.clock.now();
    const id = this.identifiers.taskSetId();
    const set: TaskSetState = {
      ...state,
      id,
      arn: this.cloud.arn('ecs', `task-set/${service.cluster.name}/${service.name}/${id}`),
      taskDefinitionArn: definition.taskDefinitionArn,
      loadBalancers: input.loadBalancers ?? service.settings.loadBalancers ?? [],
      networkConfiguration: input.networkConfiguration ?? service.settings.networkConfiguration,
      capacityProviderStrategy: input.capacityProviderStrategy,
      launchType: input.capacityProviderStrategy
        ? undefined
        : (input.launchType ?? service.settings.launchType ?? 'EC2'),
      platformVersion: input.platformVersion ?? service.settings.platformVersion,
      externalId: input.externalId,
      clientToken: input.clientToken,
      createdAt: now,
      updatedAt: now,
      tasks: [],
      tags: input.tags ?? [],
      failuresInARow: 0,
      failedTasks: 0,
      stabilityStatus: 'STABILIZING',
      stabilityStatusAt: now,
    };
    service.taskSets.push(set);
    const keeper = new TaskSetKeeper(service, set, definition, this.keeping);
    this.keepers.set(set, keeper);
    void keeper.keep().then(() => this.remove(service, set));
    return set;
  }

  /** Makes a task set PRIMARY; the one that was it stays, as ACTIVE. */
  public promote(service: ServiceState, primary: TaskSetState): void {
    if (primary.status === 'DRAINING')
      throw new AwsError('InvalidParameterException', 'A task set that is draining cannot become the primary one.');
    for (const set of service.taskSets) if (set.status === 'PRIMARY') this.change(set, 'ACTIVE');
    this.change(primary, 'PRIMARY');
    service.settings = { ...service.settings, taskDefinition: primary.taskDefinitionArn };
  }

  /** Scales a task set to nothing; it is gone when its last task has stopped. */
  public drain(set: TaskSetState): void {
    set.scale = 0;
    this.change(set, 'DRAINING');
  }

  /** The desired count of a service changed. */
  public look(service: ServiceState): void {
    for (const set of service.taskSets) this.keepers.get(set)?.look();
  }

  public keeperOf(set: TaskSetState): TaskSetKeeper | undefined {
    return this.keepers.get(set);
  }

  /** Ends every task; resolves when all have. */
  public async end(): Promise<void> {
    await Promise.all([...this.keepers.values()].map((keeper) => keeper.end()));
  }

  /** @throws TaskSetNotFoundException */
  private find(service: ServiceState, idOrArn = ''): TaskSetState {
    const set = this.tryFind(service, idOrArn);
    if (!set) throw new AwsError('TaskSetNotFoundException', 'The specified task set could not be found.');
    return set;
  }

  private tryFind(service: ServiceState, idOrArn: string): TaskSetState | undefined {
    return service.taskSets.find(({ id }) => id.split('/').at(-1) === idOrArn.split('/').at(-1));
  }

  private rescale(set: TaskSetState, scale: number): void {
    set.scale = scale;
    this.change(set, set.status);
  }

  private change(set: TaskSetState, status: TaskSetState['status']): void {
    set.status = status;
    set.updatedAt = this.cloud.clock.now();
    this.keepers.get(set)?.look();
  }

  private remove(service: ServiceState, set: TaskSetState): void {
    this.keepers.delete(set);
    const place = service.taskSets.indexOf(set);
    if (set.status === 'DRAINING' && place >= 0) service.taskSets.splice(place, 1);
    if (service.status === 'DRAINING' && service.taskSets.length === 0) service.status = 'INACTIVE';
  }
}

function refuseRolling(service: ServiceState, operation: string): void {
  if (service.controller === 'ECS')
    throw new AwsError(
      'InvalidParameterException',
      `${operation} is not supported for services with an ECS deployment controller.`,
    );
}
