import type { DeploymentInfo, DeploymentOverview, DeploymentTarget } from '@aws-sdk/client-codedeploy';
import type { Cloud } from '../../../cloud';
import type { InstanceTargetRecord, ServerDeploymentRecord, ServerEvent } from './server-records';

/** A deployment as GetDeployment answers it. */
export function describeServerDeployment(record: ServerDeploymentRecord): DeploymentInfo {
  const { settings } = record;
  return {
    applicationName: settings.applicationName,
    deploymentGroupName: settings.deploymentGroupName,
    deploymentConfigName: record.configName,
    deploymentId: record.id,
    previousRevision: record.previousRevision,
    revision: record.revision,
    status: record.status,
    errorInformation: record.error,
    createTime: new Date(record.createTime),
    startTime: dateOf(record.startTime),
    completeTime: dateOf(record.completeTime),
    deploymentOverview: overviewOf(record),
    description: record.description,
    creator: record.creator,
    ignoreApplicationStopFailures: false,
    autoRollbackConfiguration: settings.autoRollbackConfiguration,
    updateOutdatedInstancesOnly: false,
    rollbackInfo: record.rollbackInfo,
    deploymentStyle: settings.deploymentStyle,
    instanceTerminationWaitTimeStarted: false,
    fileExistsBehavior: 'DISALLOW',
    deploymentStatusMessages: [],
    computePlatform: 'Server',
  };
}

/** One instance as GetDeploymentTarget answers it. */
export function describeInstanceTarget(
  cloud: Cloud,
  deploymentId: string,
  target: InstanceTargetRecord,
): DeploymentTarget {
  return {
    deploymentTargetType: 'InstanceTarget',
    instanceTarget: {
      deploymentId,
      targetId: target.instanceId,
      targetArn: cloud.arn('ec2', `instance/${target.instanceId}`),
      status: target.status,
      lastUpdatedAt: new Date(target.lastUpdatedAt),
      lifecycleEvents: target.events.map(describeEvent),
    },
  };
}

function overviewOf({ targets }: ServerDeploymentRecord): DeploymentOverview {
  const overview = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  for (const { status } of targets.values()) if (status !== 'Unknown') overview[status] += 1;
  return overview;
}

function describeEvent({ name, status, startTime, endTime, problem }: ServerEvent) {
  const isOver = status === 'Succeeded' || status === 'Failed';
  return {
    lifecycleEventName: name,
    status,
    startTime: dateOf(startTime),
    endTime: dateOf(endTime),
    ...(isOver && {
      diagnostics: {
        errorCode: problem ? ('ScriptFailed' as const) : ('Success' as const),
        scriptName: '',
        message: problem ?? '',
        logTail: '',
      },
    }),
  };
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
