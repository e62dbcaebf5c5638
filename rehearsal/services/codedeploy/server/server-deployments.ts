import type {
  CreateDeploymentInput,
  DeploymentCreator,
  RevisionLocation,
  RollbackInfo,
  StopDeploymentInput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../aws-error';
import type { Cloud } from '../../../cloud';
import type { CloudEvent } from '../../../event-bus';
import type { DeploymentAgent } from '../../../ports';
import type { Applications } from '../applications';
import { AsRole } from '../as-role';
import type { DeploymentIds } from '../deployment-ids';
import type { Groups } from '../groups';
import { failure, Interruption } from '../interruption';
import { type NotifiedState, notify } from '../notify';
import type { GroupRecord } from '../records';
import { describeInstanceTarget, describeServerDeployment } from './describe-server';
import type { ServerConfigs } from './server-configs';
import { ServerDeployment } from './server-deployment';
import type { ServerDeploymentRecord } from './server-records';

/** What several deployments of a group have in common. */
export interface ServerDeploymentTools {
  readonly cloud: Cloud;
  readonly agent: DeploymentAgent;
  readonly applications: Applications;
  readonly groups: Groups;
  readonly configs: ServerConfigs;
  readonly ids: DeploymentIds;
  /** Aborts when the local AWS stops. */
  readonly ending: AbortSignal;
}

/** The deployments to instances. */
export class ServerDeployments {
  private readonly deployments = new Map<string, ServerDeploymentRecord>();

  constructor(private readonly tools: ServerDeploymentTools) {
    tools.cloud.events.subscribe((event) => this.launched(event));
  }

  public create(input: CreateDeploymentInput) {
    const { applications, groups } = this.tools;
    const application = applications.find(input.applicationName);
    const group = groups.find(input.applicationName, input.deploymentGroupName);
    const active = this.activeOf(group);
    if (active) {
      const text = `The Deployment Group '${input.deploymentGroupName}' already has an active Deployment '${active.id}'`;
      throw new AwsError('DeploymentLimitExceededException', text);
    }
    const { revisionType } = input.revision ?? {};
    if (input.revision && revisionType !== 'S3' && revisionType !== 'GitHub') {
      const text = `A deployment to servers needs a revision in S3 or GitHub, got ${revisionType}.`;
      throw new AwsError('InvalidRevisionException', text);
    }
    const revision = applications.remember(application, input.revision);
    const record = this.add(group, revision, 'user', {
      configName: input.deploymentConfigName ?? group.info.deploymentConfigName,
      description: input.description,
    });
    return { deploymentId: record.id };
  }

  public tryFind(id: string | undefined): ServerDeploymentRecord | undefined {
    return this.deployments.get(id ?? '');
  }

  /** Newest first. */
  public listOf(applicationName: string | undefined, groupName: string | undefined): ServerDeploymentRecord[] {
    return [...this.deployments.values()]
      .filter(
        ({ settings }) =>
          (!applicationName || settings.applicationName === applicationName) &&
          (!groupName || settings.deploymentGroupName === groupName),
      )
      .reverse();
  }

  public describe(record: ServerDeploymentRecord) {
    return { deploymentInfo: describeServerDeployment(record) };
  }

  public targets(record: ServerDeploymentRecord) {
    return { targetIds: [...record.targets.keys()] };
  }

  public target(record: ServerDeploymentRecord, targetId: string | undefined) {
    const target = record.targets.get(targetId ?? '');
    if (!target) {
      const text = `The deployment ${record.id} has no target ${targetId}`;
      throw new AwsError('DeploymentTargetDoesNotExistException', text);
    }
    return describeInstanceTarget(this.tools.cloud, record.id, target);
  }

  public stop(record: ServerDeploymentRecord, _input: StopDeploymentInput) {
    if (isOver(record)) {
      if (record.status === 'Stopped')
        return { status: 'Succeeded' as const, statusMessage: 'No more lifecycle events will run.' };
      const text = `The deployment ${record.id} is already completed.`;
      throw new AwsError('DeploymentAlreadyCompletedException', text);
    }
    const why = new Interruption('stop', 'MANUAL_STOP', 'The deployment was stopped by a StopDeployment request.');
    record.interrupt.abort(why);
    return { status: 'Pending' as const, statusMessage: 'Some lifecycle events may still be running.' };
  }

  /** A deployment to a single new instance does not keep others from being created. */
  private activeOf(group: GroupRecord): ServerDeploymentRecord | undefined {
    return [...this.deployments.values()].find((one) => one.group === group && !isOver(one) && !one.onlyInstance);
  }

  private add(
    group: GroupRecord,
    revision: RevisionLocation,
    creator: DeploymentCreator,
    more: {
      readonly configName?: string;
      readonly description?: string;
      readonly onlyInstance?: string;
      readonly rollbackInfo?: RollbackInfo;
    },
  ): ServerDeploymentRecord {
    const { cloud, configs, ids } = this.tools;
    const config = configs.find(more.configName ?? group.info.deploymentConfigName);
    const record: ServerDeploymentRecord = {
      ...more,
      id: ids.next(),
      group,
      settings: group.info,
      configName: config.deploymentConfigName ?? '',
      minimum: config.minimumHealthyHosts ?? {},
      revision,
      previousRevision: group.info.targetRevision,
      creator,
      createTime: cloud.clock.now(),
      status: 'Created',
      targets: new Map(),
      interrupt: new AbortController(),
    };
    this.deployments.set(record.id, record);
    const attempt = { deploymentId: record.id, status: record.status, createTime: new Date(record.createTime) };
    group.info = { ...group.info, lastAttemptedDeployment: attempt };
    void this.run(record);
    return record;
  }

  /** Never rejects. */
  private async run(record: ServerDeploymentRecord): Promise<void> {
    const { cloud, agent, ending } = this.tools;
    this.tell(record, 'START');
    let why: Interruption | undefined;
    try {
      await new ServerDeployment(cloud, agent, record, ending).run();
    } catch (error) {
      why = error instanceof Interruption ? error : failure('INTERNAL_ERROR', String(error));
    }
    if (ending.aborted) return;
    record.status = why ? why.status : 'Succeeded';
    record.completeTime = cloud.clock.now();
    if (why) record.error = { code: why.code, message: why.message };
    else if (!record.onlyInstance) this.remember(record);
    this.tell(record, !why ? 'SUCCESS' : why.status === 'Stopped' ? 'STOP' : 'FAILURE');
    if (record.onlyInstance) await this.letGo(record.group, record.onlyInstance, why ? 'ABANDON' : 'CONTINUE');
    else if (why && goesBack(record, why)) this.rollBack(record);
  }

  /** The last good revision: what a new instance and a rollback get. */
  private remember(record: ServerDeploymentRecord): void {
    const { group } = record;
    const success = {
      deploymentId: record.id,
      status: record.status,
      createTime: new Date(record.createTime),
      endTime: new Date(record.completeTime ?? 0),
    };
    group.info = { ...group.info, targetRevision: record.revision, lastSuccessfulDeployment: success };
  }

  /** A deployment of its own, of the last good revision; without one there is nothing to go back to. */
  private rollBack(undone: ServerDeploymentRecord): void {
    if (!undone.previousRevision) return;
    const rollback = this.add(undone.group, undone.previousRevision, 'codeDeployRollback', {
      configName: undone.configName,
    });
    const rollbackMessage = `Deployment ${rollback.id} is triggered to roll back deployment ${undone.id}.`;
    rollback.rollbackInfo = { rollbackTriggeringDeploymentId: undone.id, rollbackMessage };
    undone.rollbackInfo = { rollbackDeploymentId: rollback.id, rollbackMessage };
  }

  /** A new instance waits at CodeDeploy's hook: it gets the last good revision, and goes on. */
  private launched({ detailType, detail }: CloudEvent): void {
    if (detailType !== 'EC2 Instance-launch Lifecycle Action') return;
    const all = this.tools.applications.all.flatMap(({ groups }) => [...groups.values()]);
    const group = all.find(({ info }) => info.autoScalingGroups?.some(({ hook }) => hook === detail.LifecycleHookName));
    if (!group) return;
    const instanceId = String(detail.EC2InstanceId);
    const { targetRevision } = group.info;
    // on the next turn: the instance does not wait at the hook before the event has been told to everybody
    queueMicrotask(() => {
      if (!targetRevision) void this.letGo(group, instanceId, 'CONTINUE');
      else {
        const configName = 'CodeDeployDefault.AllAtOnce';
        this.add(group, targetRevision, 'autoscaling', { configName, onlyInstance: instanceId });
      }
    });
  }

  private async letGo(group: GroupRecord, InstanceId: string, LifecycleActionResult: string): Promise<void> {
    const role = new AsRole(this.tools.cloud, group.info.serviceRoleArn ?? '');
    for (const { name, hook } of group.info.autoScalingGroups ?? []) {
      const input = { AutoScalingGroupName: name, LifecycleHookName: hook, InstanceId, LifecycleActionResult };
      // the instance belongs to one of the groups; the others do not know it
      await role.call('autoscaling', 'CompleteLifecycleAction', input).catch(() => undefined);
    }
  }

  private tell(record: ServerDeploymentRecord, state: NotifiedState): void {
    notify(this.tools.cloud, record, state);
  }
}

function isOver({ status }: ServerDeploymentRecord): boolean {
  return status === 'Succeeded' || status === 'Failed' || status === 'Stopped';
}

function goesBack({ creator, settings }: ServerDeploymentRecord, why: Interruption): boolean {
  const { enabled, events = [] } = settings.autoRollbackConfiguration ?? {};
  if (!enabled || creator === 'codeDeployRollback') return false;
  return events.includes(why.endedBy === 'stop' ? 'DEPLOYMENT_STOP_ON_REQUEST' : 'DEPLOYMENT_FAILURE');
}
