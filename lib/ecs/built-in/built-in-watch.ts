import { Stack } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Settings } from '../../../lambda/watch-built-in/environment';
import { colourSources } from '../../analysis/colour-sources';
import { DeploymentWatch, type WatchedDeployments } from '../../analysis/deployment-watch';
import { probeOf } from '../../analysis/probe';
import { allow } from '../../machine/allow';
import { expression } from '../../machine/asl';
import { hookContextOf } from '../hook-context';
import { RECORD_RETENTION, releaseRecordsOf } from '../release-records';
import type { ServiceParts } from '../release-strategy';

const ID = 'Watcher';

/**
 * The watcher of a service that ECS itself releases, made by whoever needs it first: it analyses releases where that is asked for, and it
 * is what tells of them, because ECS has no event for a shift, for a bake, nor for the end of a rollback (aws-facts 8.2).
 */
export function watcherOf(parts: ServiceParts, service: ecs.BaseService): DeploymentWatch {
  const { scope, props, targetGroups, traffic } = parts;
  const found = scope.node.tryFindChild(ID);
  if (found instanceof DeploymentWatch) return found;
  const { blue, green } = colourSources(traffic.loadBalancer, targetGroups);
  return new DeploymentWatch(scope, ID, {
    deployments: builtInDeployments(parts, service),
    analysis: props.analysis,
    dimensions: { blue: blue.dimensions ?? {}, green: green.dimensions ?? {} },
    probe: props.analysis && probeOf(props.hooks ?? [], hookContextOf(parts)),
    recordRetention: props.recordRetention ?? RECORD_RETENTION,
    table: releaseRecordsOf(scope, props.removalPolicy),
  });
}

/**
 * The deployments of one service. Their ids are not known before, so that permissions end in a wildcard below the service's own name.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html
 */
function builtInDeployments(
  { scope, props, targetGroups }: ServiceParts,
  service: ecs.BaseService,
): WatchedDeployments {
  const settings: Settings = {
    cluster: props.cluster.clusterName,
    service: service.serviceName,
    targetGroups: { blue: targetGroups.blue.targetGroupArn, green: targetGroups.green.targetGroupArn },
  };
  const below = (resource: string) =>
    Stack.of(scope).formatArn({
      service: 'ecs',
      resource,
      resourceName: `${settings.cluster}/${settings.service}/*`,
    });
  return {
    handler: 'watch-built-in',
    settings: () => settings,
    reads: [
      allow(['ecs:ListServiceDeployments'], [service.serviceArn]),
      allow(['ecs:DescribeServiceDeployments'], [below('service-deployment')]),
      allow(['ecs:DescribeServiceRevisions'], [below('service-revision')]),
    ],
    stopping: {
      who: 'ECS',
      state: 'StopServiceDeployment',
      resource: 'aws-sdk:ecs:stopServiceDeployment',
      arguments: { ServiceDeploymentArn: expression('$deployment'), StopType: 'ROLLBACK' },
    },
    stop: allow(['ecs:StopServiceDeployment'], [below('service-deployment')]),
    begins: {
      source: ['aws.ecs'],
      detailType: ['ECS Deployment State Change'],
      resources: [service.serviceArn],
      detail: { eventName: ['SERVICE_DEPLOYMENT_IN_PROGRESS'] },
    },
  };
}
