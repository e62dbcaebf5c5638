import type { Cluster, CreateClusterRequest, DeleteClusterRequest, DescribeClustersRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { nameOf } from './identifiers';
import { pendingCount, runningCount } from './stability';
import type { ClusterState, ServiceState } from './state';

/** The clusters, and the services in them. */
export class Clusters {
  private readonly clusters = new Map<string, ClusterState>();

  constructor(private readonly cloud: Cloud) {}

  public create(input: CreateClusterRequest) {
    const name = input.clusterName ?? 'default';
    const cluster = this.clusters.get(name) ?? {
      name,
      arn: this.cloud.arn('ecs', `cluster/${name}`),
      status: 'ACTIVE',
      services: new Map(),
      tags: input.tags ?? [],
    };
    cluster.status = 'ACTIVE';
    this.clusters.set(name, cluster);
    return { cluster: describeCluster(cluster) };
  }

  public describe(input: DescribeClustersRequest) {
    const names = (input.clusters ?? ['default']).map(nameOf);
    const found = names.flatMap((name) => this.clusters.get(name) ?? []);
    const missing = names.filter((name) => !this.clusters.has(name));
    return {
      clusters: found.map(describeCluster),
      failures: missing.map((name) => ({ arn: this.cloud.arn('ecs', `cluster/${name}`), reason: 'MISSING' })),
    };
  }

  public delete(input: DeleteClusterRequest) {
    const cluster = this.find(input.cluster);
    if ([...cluster.services.values()].some((service) => service.status === 'ACTIVE'))
      throw new AwsError(
        'ClusterContainsServicesException',
        'The Cluster cannot be deleted while Services are active.',
      );
    cluster.status = 'INACTIVE';
    return { cluster: describeCluster(cluster) };
  }

  public list() {
    return { clusterArns: this.active.map(({ arn }) => arn) };
  }

  /** @throws ClusterNotFoundException */
  public find(nameOrArn = 'default'): ClusterState {
    const cluster = this.clusters.get(nameOf(nameOrArn));
    if (cluster?.status !== 'ACTIVE') throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
    return cluster;
  }

  /** @throws ServiceNotFoundException */
  public findService(cluster: string | undefined, nameOrArn = ''): ServiceState {
    const service = this.tryFindService(cluster, nameOrArn);
    if (!service) throw new AwsError('ServiceNotFoundException', 'Service not found.');
    return service;
  }

  public tryFindService(cluster: string | undefined, nameOrArn: string): ServiceState | undefined {
    return this.find(cluster).services.get(nameOf(nameOrArn));
  }

  public get services(): ServiceState[] {
    return this.active.flatMap(({ services }) => [...services.values()]);
  }

  public get active(): ClusterState[] {
    return [...this.clusters.values()].filter(({ status }) => status === 'ACTIVE');
  }
}

function describeCluster({ name, arn, status, services, tags }: ClusterState): Cluster {
  const sets = [...services.values()].flatMap((service) => service.taskSets);
  return {
    clusterName: name,
    clusterArn: arn,
    status,
    tags,
    activeServicesCount: [...services.values()].filter((service) => service.status === 'ACTIVE').length,
    runningTasksCount: sets.reduce((sum, set) => sum + runningCount(set), 0),
    pendingTasksCount: sets.reduce((sum, set) => sum + pendingCount(set), 0),
    registeredContainerInstancesCount: 0,
  };
}
