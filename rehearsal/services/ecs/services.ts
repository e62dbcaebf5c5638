import type {
  CreateServiceRequest,
  DeleteServiceRequest,
  DescribeServicesRequest,
  ListServicesRequest,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { ServiceDeployments } from './built-in/service-deployments';
import { isBuiltIn, validate } from './built-in/validation';
import type { Clusters } from './clusters';
import { describeService } from './describe';
import { ROLLING_POLL_MS } from './durations';
import { nameOf } from './identifiers';
import type { Controller, ServiceState, TaskSetState } from './state';
import type { TaskDefinitions } from './task-definitions';
import type { TaskSets } from './task-sets';
import { changesOf, isAnotherRevision, refuseWhatNeedsADeployment, startsDeployment } from './update-service';

/** The services. */
export class Services {
  constructor(
    private readonly cloud: Cloud,
    private readonly clusters: Clusters,
    private readonly definitions: TaskDefinitions,
    private readonly taskSets: TaskSets,
    private readonly deployments: ServiceDeployments,
    private readonly signal: AbortSignal,
  ) {}

  public create(input: CreateServiceRequest) {
    const cluster = this.clusters.find(input.cluster);
    const name = input.serviceName ?? '';
    if (cluster.services.get(name)?.status === 'ACTIVE')
      throw new AwsError('InvalidParameterException', 'Creation of service was not idempotent.');
    const controller: Controller = input.deploymentController?.type ?? 'ECS';
    if (controller === 'CODE_DEPLOY' && input.schedulingStrategy === 'DAEMON') {
      const text = 'DAEMON scheduling strategy is not supported with the CODE_DEPLOY deployment controller.';
      throw new AwsError('InvalidParameterException', text);
    }
    if (controller !== 'EXTERNAL') this.definitions.get(input.taskDefinition);
    const builtIn = isBuiltIn(input);
    if (builtIn) validate(input);
    const service: ServiceState = {
      name,
      arn: this.cloud.arn('ecs', `service/${cluster.name}/${name}`),
      cluster,
      createdAt: this.cloud.clock.now(),
      controller,
      status: 'ACTIVE',
      desiredCount: input.desiredCount ?? 0,
      settings: input,
      taskSets: [],
      events: [],
    };
    cluster.services.set(name, service);
    if (builtIn) this.deployments.start(service);
    else if (controller !== 'EXTERNAL') this.startPrimary(service);
    return { service: describeService(service) };
  }

  public update(input: UpdateServiceRequest) {
    const service = this.findActive(input.cluster, input.service);
    const controller = input.deploymentController?.type ?? service.controller;
    if (controller === 'CODE_DEPLOY') refuseWhatNeedsADeployment(input);
    if (input.taskDefinition) this.definitions.get(input.taskDefinition);
    const before = { ...service.settings, deploymentController: { type: service.controller } };
    const settings = { ...before, ...changesOf(input), deploymentController: { type: controller } };
    const builtIn = isBuiltIn(settings);
    if (builtIn) validate(settings);
    if (controller !== service.controller) requireOneTaskSet(service);
    service.controller = controller;
    service.settings = settings;
    service.desiredCount = input.desiredCount ?? service.desiredCount;
    if (builtIn) this.updateBuiltIn(service, before, input.forceNewDeployment ?? false);
    else if (controller === 'ECS' && startsDeployment(input)) void this.rollOver(service, this.startPrimary(service));
    this.taskSets.look(service);
    return { service: describeService(service) };
  }

  /** A deployment starts only when something changes that the tasks are made of. */
  private updateBuiltIn(service: ServiceState, before: CreateServiceRequest, forced: boolean): void {
    const migrates = before.deploymentController?.type !== 'ECS';
    const takesOver = migrates && this.cloud.switches.is('ecs.controller-migration', 'takes-over');
    // What is only taken over stays where it is, behind the load balancer that is described more fully now.
    const asBefore = takesOver ? { ...before, loadBalancers: service.settings.loadBalancers } : before;
    if (forced || (migrates && !takesOver) || isAnotherRevision(this.definitions, asBefore, service.settings)) {
      this.deployments.start(service, before);
    }
  }

  public describe(input: DescribeServicesRequest) {
    const names = input.services ?? [];
    const found = names.flatMap((name) => this.clusters.tryFindService(input.cluster, name) ?? []);
    const missing = names.filter((name) => !this.clusters.tryFindService(input.cluster, name));
    const arnOf = (name: string) =>
      this.cloud.arn('ecs', `service/${this.clusters.find(input.cluster).name}/${nameOf(name)}`);
    return {
      services: found.map(describeService),
      failures: missing.map((name) => ({ arn: arnOf(name), reason: 'MISSING' })),
    };
  }

  public list(input: ListServicesRequest) {
    const services = [...this.clusters.find(input.cluster).services.values()];
    return { serviceArns: services.filter(({ status }) => status === 'ACTIVE').map(({ arn }) => arn) };
  }

  public delete(input: DeleteServiceRequest) {
    const service = this.findActive(input.cluster, input.service);
    if (!input.force && service.desiredCount > 0 && service.taskSets.length > 0)
      throw new AwsError('InvalidParameterException', 'The service cannot be stopped while it is scaled above 0.');
    this.deployments.abandon(service);
    service.desiredCount = 0;
    service.status = service.taskSets.length === 0 ? 'INACTIVE' : 'DRAINING';
    for (const set of service.taskSets) this.taskSets.drain(set);
    return { service: describeService(service) };
  }

  private startPrimary(service: ServiceState): TaskSetState {
    const { settings } = service;
    const set = this.taskSets.add(
      service,
      {
        taskDefinition: settings.taskDefinition,
        capacityProviderStrategy: settings.capacityProviderStrategy,
        launchType: settings.launchType,
        networkConfiguration: settings.networkConfiguration,
        platformVersion: settings.platformVersion ?? (settings.launchType === 'FARGATE' ? 'LATEST' : undefined),
        loadBalancers: settings.loadBalancers,
      },
      { startedBy: service.controller === 'CODE_DEPLOY' ? 'CODE_DEPLOY' : 'ECS', status: 'ACTIVE', scale: 100 },
    );
    this.taskSets.promote(service, set);
    return set;
  }

  /** A rolling deployment, in its simplest form: the new tasks come up, then the old ones go. */
  private async rollOver(service: ServiceState, fresh: TaskSetState): Promise<void> {
    while (fresh.stabilityStatus !== 'STEADY_STATE') {
      await this.cloud.clock.sleep(ROLLING_POLL_MS, this.signal);
      if (this.signal.aborted || fresh.status !== 'PRIMARY') return;
    }
    for (const set of service.taskSets) if (set.status === 'ACTIVE') this.taskSets.drain(set);
  }

  private findActive(cluster: string | undefined, name: string | undefined): ServiceState {
    const service = this.clusters.findService(cluster, name);
    if (service.status !== 'ACTIVE') throw new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
    return service;
  }
}

/** A deployment of the old controller would be cut in two (aws-facts 2.1: there must be none under way). */
function requireOneTaskSet({ taskSets }: ServiceState): void {
  if (taskSets.filter(({ status }) => status !== 'DRAINING').length <= 1) return;
  const text = 'Unable to update the deployment controller while a deployment of the service is in progress.';
  throw new AwsError('InvalidParameterException', text);
}
