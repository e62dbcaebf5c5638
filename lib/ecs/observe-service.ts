import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from '../machine/announce';
import { releasePath } from '../machine/release-descriptor';
import { deploymentsUrl, executionsUrl } from '../observe/console-links';
import { targetGroupSources } from '../observe/load-balancer-source';
import { ReleasePhase } from '../observe/release-phase';
import type { ObservedRelease } from '../observe/released';
import { colourDimensions } from '../traffic/traffic';
import type { BlueGreenEcsService } from './blue-green-ecs-service';
import { RECORD_RETENTION, releaseRecordsOf } from './release-records';
import type { ReleasableService } from './release-strategy';

/** CodeDeploy's events tell of starts, gates and ends only. */
const UNTOLD = [ReleasePhase.TESTING, ReleasePhase.SHIFTING, ReleasePhase.BAKING, ReleasePhase.REFUSED];

/**
 * What can be seen of an ECS service's releases. Of CodeDeploy its own events, so that it works with and without an analysis; of ECS itself
 * what its watcher tells.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export function observeService(owner: BlueGreenEcsService, release: ReleasableService): ObservedRelease {
  const { service, targetGroups, application, deploymentGroup } = owner;
  const path = releasePath(owner);
  const colours = targetGroupSources(colourDimensions(owner.loadBalancer, targetGroups));
  const watch = release.tell?.();
  const common = { kind: 'ecs', path, recordRetention: RECORD_RETENTION, colours } as const;
  if (watch) {
    return {
      ...common,
      table: watch.table,
      console: executionsUrl(),
      events: { source: [EVENT_SOURCE], detailType: [EVENT_DETAIL_TYPE], detail: { construct: [path] } },
      untold: [ReleasePhase.REFUSED],
    };
  }
  if (!application || !deploymentGroup) throw new Error(`'${owner.node.path}' is released by nobody`);
  return {
    ...common,
    table: releaseRecordsOf(owner),
    console: deploymentsUrl(),
    events: {
      source: ['aws.codedeploy'],
      detailType: ['CodeDeploy Deployment State-change Notification'],
      detail: { application: [application.applicationName], deploymentGroup: [deploymentGroup.deploymentGroupName] },
    },
    untold: UNTOLD,
    codeDeploy: {
      deploymentGroupArn: deploymentGroup.deploymentGroupArn,
      targetId: `${service.cluster.clusterName}:${service.serviceName}`,
      targetGroups: {
        blue: targetGroups.blue.targetGroupName,
        green: targetGroups.green.targetGroupName,
      },
    },
  };
}
