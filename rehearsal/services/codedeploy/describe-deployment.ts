import type {
  DeploymentInfo,
  DeploymentTarget,
  ECSTaskSet,
  LifecycleEvent,
  TargetStatus,
} from '@aws-sdk/client-codedeploy';
import type { DescribeServicesResponse } from '@aws-sdk/client-ecs';
import type { DescribeRulesOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Cloud } from '../../cloud';
import { serviceCalled } from '../../principal';
import { pairOf } from './group-validation';
import type { EventState } from './lifecycle';
import { type DeploymentRecord, isOver, type Side } from './records';
import { weightsOf } from './traffic';

/** A deployment as GetDeployment answers it: no lifecycle events, no text of the AppSpec (aws-facts 1.5). */
export function describeDeployment(record: DeploymentRecord): DeploymentInfo {
  const { settings } = record;
  return {
    applicationName: settings.applicationName,
    deploymentGroupName: settings.deploymentGroupName,
    deploymentConfigName: record.configName,
    deploymentId: record.id,
    previousRevision: withoutText(record.previousRevision),
    revision: withoutText(record.revision),
    status: record.status,
    errorInformation: record.error,
    createTime: new Date(record.createTime),
    startTime: dateOf(record.startTime),
    completeTime: dateOf(record.completeTime),
    deploymentOverview: record.overview,
    description: record.description,
    creator: record.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: record.autoRollback,
    updateOutdatedInstancesOnly: false,
    rollbackInfo: record.rollbackInfo,
    deploymentStyle: settings.deploymentStyle,
    instanceTerminationWaitTimeStarted: record.terminationWaitStarted,
    blueGreenDeploymentConfiguration: settings.blueGreenDeploymentConfiguration,
    loadBalancerInfo: settings.loadBalancerInfo,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'ECS',
    overrideAlarmConfiguration: record.overrideAlarms,
  };
}

/** The one target of an ECS deployment. */
export function targetIdOf({ settings }: Pick<DeploymentRecord, 'settings'>): string {
  const [service] = settings.ecsServices ?? [];
  return `${service?.clusterName}:${service?.serviceName}`;
}

/** A deployment's target as GetDeploymentTarget answers it, with the task sets as they are now. */
export async function describeTarget(cloud: Cloud, record: DeploymentRecord): Promise<DeploymentTarget> {
  const [service] = record.settings.ecsServices ?? [];
  return {
    deploymentTargetType: 'ECSTarget',
    ecsTarget: {
      deploymentId: record.id,
      targetId: targetIdOf(record),
      targetArn: cloud.arn('ecs', `service/${service?.clusterName}/${service?.serviceName}`),
      lastUpdatedAt: new Date(record.lastUpdatedAt),
      status: targetStatus(record),
      lifecycleEvents: record.events.map(describeEvent),
      taskSetsInfo: await describeTaskSets(cloud, record),
    },
  };
}

function targetStatus(record: DeploymentRecord): TargetStatus {
  if (record.status === 'Created' || record.status === 'Queued') return 'Pending';
  if (record.status === 'Ready') return 'Ready';
  if (!isOver(record)) return 'InProgress';
  if (record.status === 'Succeeded') return 'Succeeded';
  return record.overview?.Skipped ? 'Skipped' : 'Failed';
}

function describeEvent({ name, status, startTime, endTime, diagnostics }: EventState): LifecycleEvent {
  return { lifecycleEventName: name, status, startTime: dateOf(startTime), endTime: dateOf(endTime), diagnostics };
}

async function describeTaskSets(cloud: Cloud, record: DeploymentRecord): Promise<ECSTaskSet[]> {
  const { original, replacement } = sidesOf(record);
  const [{ clusterName = '', serviceName = '' } = {}] = record.settings.ecsServices ?? [];
  const asCodeDeploy = serviceCalled('codedeploy.amazonaws.com');
  const input = { cluster: clusterName, services: [serviceName] };
  const answer = await cloud.call('ecs', 'DescribeServices', input, asCodeDeploy).catch(() => ({}));
  const taskSets = (answer as DescribeServicesResponse).services?.[0]?.taskSets ?? [];
  const weights = await productionWeights(cloud, record);
  return [original, replacement].flatMap((side): ECSTaskSet[] => {
    const set = taskSets.find(({ id }) => id === side?.taskSetId);
    if (!side || !set) return [];
    return [
      {
        identifer: side.taskSetId,
        desiredCount: set.computedDesiredCount,
        pendingCount: set.pendingCount,
        runningCount: set.runningCount,
        status: set.status,
        trafficWeight: weights.get(side.targetGroupArn) ?? 0,
        targetGroup: { name: side.targetGroupName },
        taskSetLabel: side === original ? 'Blue' : 'Green',
      },
    ];
  });
}

/** The sides of an automatic rollback are those of the deployment that it takes back. */
function sidesOf({ rollsBack, original, replacement }: DeploymentRecord): { original?: Side; replacement?: Side } {
  return rollsBack ?? { original, replacement };
}

async function productionWeights(cloud: Cloud, record: DeploymentRecord): Promise<Map<string, number>> {
  const [listener = ''] = pairOf(record.settings).prodTrafficRoute?.listenerArns ?? [];
  const input = listener.includes(':listener-rule/') ? { RuleArns: [listener] } : { ListenerArn: listener };
  const asCodeDeploy = serviceCalled('codedeploy.amazonaws.com');
  const answer = await cloud.call('elasticloadbalancing', 'DescribeRules', input, asCodeDeploy).catch(() => ({}));
  const rules = (answer as DescribeRulesOutput).Rules ?? [];
  const { original, replacement } = sidesOf(record);
  const pair = [original?.targetGroupArn, replacement?.targetGroupArn];
  const all = rules.map(({ Actions = [] }) => Actions.flatMap(weightsOf));
  const weights = all.find((one) => one.some(({ targetGroupArn }) => pair.includes(targetGroupArn))) ?? [];
  const sum = weights.reduce((total, { weight }) => total + weight, 0) || 1;
  return new Map(weights.map(({ targetGroupArn, weight }) => [targetGroupArn, (100 * weight) / sum]));
}

function withoutText(revision: DeploymentInfo['revision']): DeploymentInfo['revision'] {
  if (!revision?.appSpecContent) return revision;
  return { ...revision, appSpecContent: { sha256: revision.appSpecContent.sha256 } };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
