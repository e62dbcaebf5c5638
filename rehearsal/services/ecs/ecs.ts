import { setMaxListeners } from 'node:events';
import type {
  ContinueServiceDeploymentRequest,
  CreateClusterRequest,
  CreateServiceRequest,
  CreateTaskSetRequest,
  DeleteClusterRequest,
  DeleteServiceRequest,
  DeleteTaskSetRequest,
  DeregisterTaskDefinitionRequest,
  DescribeClustersRequest,
  DescribeServiceDeploymentsRequest,
  DescribeServiceRevisionsRequest,
  DescribeServicesRequest,
  DescribeTaskDefinitionRequest,
  DescribeTaskSetsRequest,
  DescribeTasksRequest,
  ListServiceDeploymentsRequest,
  ListServicesRequest,
  ListTagsForResourceRequest,
  ListTaskDefinitionsRequest,
  ListTasksRequest,
  RegisterTaskDefinitionRequest,
  StopServiceDeploymentRequest,
  StopTaskRequest,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
  UpdateServicePrimaryTaskSetRequest,
  UpdateServiceRequest,
  UpdateTaskSetRequest,
} from '@aws-sdk/client-ecs';
import type { Cloud } from '../../cloud';
import type { TaskRunner } from '../../ports';
import type { Call, Service } from '../../service';
import { ServiceDeployments } from './built-in/service-deployments';
import { Clusters } from './clusters';
import { Identifiers } from './identifiers';
import { Services } from './services';
import type { ServiceState, TaskSetState } from './state';
import { Tags } from './tags';
import { TaskDefinitions } from './task-definitions';
import { TaskSets } from './task-sets';
import { Tasks } from './tasks';

export { ECS_SWITCHES } from './switches';

/**
 * Amazon ECS: clusters, task definitions, services with their task sets, and tasks that really run (by the `TaskRunner`)
 * and stand behind target groups (through the cloud's load balancer); ECS's own deployments are in built-in/.
 *
 * Carried without behaviour: capacity providers, placement, Cloud Map, Service Connect, volumes, secrets of containers.
 */
export class Ecs implements Service {
  public readonly prefix = 'ecs';
  private readonly ending = new AbortController();
  private readonly clusters: Clusters;
  private readonly definitions: TaskDefinitions;
  private readonly taskSets: TaskSets;
  private readonly services: Services;
  private readonly deployments: ServiceDeployments;
  private readonly tasks: Tasks;
  private readonly tags: Tags;

  constructor(
    private readonly cloud: Cloud,
    runner: TaskRunner,
  ) {
    const identifiers = new Identifiers();
    const { signal } = this.ending;
    // every task and task set waits on it
    setMaxListeners(0, signal);
    const stabilityChanged = (service: ServiceState, set: TaskSetState) => this.tellStability(service, set);
    this.clusters = new Clusters(cloud);
    this.definitions = new TaskDefinitions(cloud);
    const keeping = { cloud, runner, identifiers, signal, stabilityChanged };
    this.taskSets = new TaskSets(cloud, this.clusters, this.definitions, identifiers, keeping);
    this.deployments = new ServiceDeployments(cloud, this.clusters, this.definitions, this.taskSets, signal);
    this.services = new Services(cloud, this.clusters, this.definitions, this.taskSets, this.deployments, signal);
    this.tasks = new Tasks(this.clusters, this.taskSets);
    this.tags = new Tags((arn) => this.tagsOf(arn));
  }

  public readonly operations = {
    CreateCluster: (input: CreateClusterRequest) => this.clusters.create(input),
    DescribeClusters: (input: DescribeClustersRequest) => this.clusters.describe(input),
    ListClusters: (_input: object) => this.clusters.list(),
    DeleteCluster: (input: DeleteClusterRequest) => this.clusters.delete(input),
    RegisterTaskDefinition: (input: RegisterTaskDefinitionRequest) => this.definitions.register(input),
    DescribeTaskDefinition: (input: DescribeTaskDefinitionRequest) => this.definitions.describe(input),
    ListTaskDefinitions: (input: ListTaskDefinitionsRequest) => this.definitions.list(input),
    DeregisterTaskDefinition: (input: DeregisterTaskDefinitionRequest) => this.definitions.deregister(input),
    CreateService: (input: CreateServiceRequest) => this.services.create(input),
    UpdateService: (input: UpdateServiceRequest) => this.services.update(input),
    DescribeServices: (input: DescribeServicesRequest) => this.services.describe(input),
    ListServices: (input: ListServicesRequest) => this.services.list(input),
    DeleteService: (input: DeleteServiceRequest) => this.services.delete(input),
    ListServiceDeployments: (input: ListServiceDeploymentsRequest) => this.deployments.list(input),
    DescribeServiceDeployments: (input: DescribeServiceDeploymentsRequest) => this.deployments.describe(input),
    DescribeServiceRevisions: (input: DescribeServiceRevisionsRequest) => this.deployments.describeRevisions(input),
    StopServiceDeployment: (input: StopServiceDeploymentRequest) => this.deployments.stop(input),
    ContinueServiceDeployment: (input: ContinueServiceDeploymentRequest) => this.deployments.continue(input),
    CreateTaskSet: (input: CreateTaskSetRequest, { principal }: Call) => this.taskSets.create(input, principal),
    DescribeTaskSets: (input: DescribeTaskSetsRequest) => this.taskSets.describe(input),
    UpdateTaskSet: (input: UpdateTaskSetRequest) => this.taskSets.update(input),
    DeleteTaskSet: (input: DeleteTaskSetRequest) => this.taskSets.delete(input),
    UpdateServicePrimaryTaskSet: (input: UpdateServicePrimaryTaskSetRequest) => this.taskSets.makePrimary(input),
    ListTasks: (input: ListTasksRequest) => this.tasks.list(input),
    DescribeTasks: (input: DescribeTasksRequest) => this.tasks.describe(input),
    StopTask: (input: StopTaskRequest) => this.tasks.stop(input),
    ListTagsForResource: (input: ListTagsForResourceRequest) => this.tags.list(input),
    TagResource: (input: TagResourceRequest) => this.tags.tag(input),
    UntagResource: (input: UntagResourceRequest) => this.tags.untag(input),
  };

  /** A service by the names of its cluster and itself (or ARNs), or undefined. */
  public tryFindService(cluster: string, service: string): ServiceState | undefined {
    return this.clusters.tryFindService(cluster, service);
  }

  /** Stops every task; resolves when their processes have ended and nothing runs any more. */
  public stop(): Promise<void> {
    this.ending.abort();
    return this.taskSets.end();
  }

  private tagsOf(arn: string): Tag[] | undefined {
    const service = this.clusters.services.find((one) => one.arn === arn);
    if (service) {
      service.settings.tags ??= [];
      return service.settings.tags;
    }
    const taskSets = this.clusters.services.flatMap((one) => one.taskSets);
    return (
      this.clusters.active.find((one) => one.arn === arn)?.tags ??
      taskSets.find((one) => one.arn === arn)?.tags ??
      this.definitions.tagsOf(arn)
    );
  }

  /** Tells EventBridge and the service's own list that a task set became steady (aws-facts 8.2). */
  private tellStability(service: ServiceState, set: TaskSetState): void {
    if (set.stabilityStatus !== 'STEADY_STATE' || set.status === 'DRAINING') return;
    const now = this.cloud.clock.now();
    const message = `(service ${service.name}, taskSet ${set.id}) has reached a steady state.`;
    service.events.unshift({ id: `${set.id}-${now}`, createdAt: new Date(now), message });
    const silent = this.cloud.switches.is('ecs.events-of-code-deploy-services', 'none');
    if (service.controller === 'CODE_DEPLOY' && silent) return;
    this.cloud.events.publish({
      source: 'aws.ecs',
      detailType: 'ECS Service Action',
      resources: [service.arn],
      time: now,
      detail: {
        eventType: 'INFO',
        eventName: service.controller === 'ECS' ? 'SERVICE_STEADY_STATE' : 'TASKSET_STEADY_STATE',
        clusterArn: service.cluster.arn,
        createdAt: new Date(now).toISOString(),
      },
    });
  }
}
