import type {
  BatchGetDeploymentsInput,
  BatchGetDeploymentTargetsInput,
  ContinueDeploymentInput,
  CreateDeploymentInput,
  GetDeploymentInput,
  GetDeploymentTargetInput,
  ListDeploymentsInput,
  ListDeploymentTargetsInput,
  PutLifecycleEventHookExecutionStatusInput,
  StopDeploymentInput,
  StopDeploymentOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Applications } from './applications';
import { ALL_AT_ONCE, type DeploymentConfigs } from './deployment-configs';
import { DeploymentIds } from './deployment-ids';
import { runDeployment } from './deployment-run';
import { describeDeployment, describeTarget, targetIdOf } from './describe-deployment';
import { checkAlarms, checkRollback, checkRouting } from './group-validation';
import type { Groups } from './groups';
import { Hooks } from './hooks';
import { Interruption } from './interruption';
import { pendingEvents } from './lifecycle';
import { type DeploymentRecord, isOver } from './records';

/** How many deployments BatchGetDeployments answers at once. */
const BATCH = 25;

/** The deployments of the account. */
export class Deployments {
  private readonly deployments = new Map<string, DeploymentRecord>();
  public readonly ids = new DeploymentIds();
  private readonly hooks: Hooks;

  constructor(
    private readonly cloud: Cloud,
    private readonly applications: Applications,
    private readonly groups: Groups,
    private readonly configs: DeploymentConfigs,
    private readonly ending: AbortSignal,
  ) {
    this.hooks = new Hooks(cloud);
  }

  public create(input: CreateDeploymentInput) {
    const application = this.applications.find(input.applicationName);
    const group = this.groups.find(input.applicationName, input.deploymentGroupName);
    if (group.active) {
      const text = `The Deployment Group '${input.deploymentGroupName}' already has an active Deployment '${group.active.id}'`;
      throw new AwsError('DeploymentLimitExceededException', text);
    }
    if (input.deploymentMode === 'RESTART')
      throw new AwsError('InvalidInputException', 'The deployment mode RESTART is not supported for ECS.');
    const { switches } = this.cloud;
    checkAlarms(input.overrideAlarmConfiguration, switches);
    checkRollback(input.autoRollbackConfiguration);
    const config = this.configs.find(input.deploymentConfigName ?? group.info.deploymentConfigName);
    checkRouting(group.info, config.trafficRoutingConfig);
    const record = this.add({
      group,
      settings: group.info,
      configName: config.deploymentConfigName ?? '',
      routing: config.trafficRoutingConfig,
      revision: this.applications.remember(application, input.revision),
      previousRevision: group.info.targetRevision,
      creator: 'user',
      description: input.description,
      autoRollback: input.autoRollbackConfiguration ?? group.info.autoRollbackConfiguration,
      alarms: input.overrideAlarmConfiguration ?? group.info.alarmConfiguration,
      overrideAlarms: input.overrideAlarmConfiguration,
    });
    return { deploymentId: record.id };
  }

  public get(input: GetDeploymentInput) {
    return { deploymentInfo: describeDeployment(this.find(input.deploymentId)) };
  }

  public batchGet(input: BatchGetDeploymentsInput) {
    const ids = input.deploymentIds ?? [];
    if (ids.length > BATCH)
      throw new AwsError(
        'BatchLimitExceededException',
        `At most ${BATCH} deployment IDs can be given, got ${ids.length}.`,
      );
    const found = ids.flatMap((id) => this.deployments.get(id) ?? []);
    return { deploymentsInfo: found.map(describeDeployment) };
  }

  /** Newest first. */
  public list(input: ListDeploymentsInput) {
    const { applicationName, deploymentGroupName, includeOnlyStatuses: statuses, createTimeRange: range } = input;
    if (deploymentGroupName) this.groups.find(applicationName, deploymentGroupName);
    else if (applicationName) this.applications.find(applicationName);
    const fits = ({ settings, status, createTime }: DeploymentRecord) =>
      (!applicationName || settings.applicationName === applicationName) &&
      (!deploymentGroupName || settings.deploymentGroupName === deploymentGroupName) &&
      (!statuses?.length || statuses.includes(status)) &&
      (!range?.start || createTime >= range.start.getTime()) &&
      (!range?.end || createTime <= range.end.getTime());
    return {
      deployments: [...this.deployments.values()]
        .filter(fits)
        .map(({ id }) => id)
        .reverse(),
    };
  }

  public listTargets(input: ListDeploymentTargetsInput) {
    return { targetIds: [targetIdOf(this.find(input.deploymentId))] };
  }

  public async getTarget(input: GetDeploymentTargetInput) {
    const record = this.find(input.deploymentId);
    this.checkTarget(record, input.targetId);
    return { deploymentTarget: await describeTarget(this.cloud, record) };
  }

  public async batchGetTargets(input: BatchGetDeploymentTargetsInput) {
    const record = this.find(input.deploymentId);
    for (const id of input.targetIds ?? []) this.checkTarget(record, id);
    return { deploymentTargets: input.targetIds?.length ? [await describeTarget(this.cloud, record)] : [] };
  }

  public stop(input: StopDeploymentInput): StopDeploymentOutput {
    const record = this.find(input.deploymentId);
    if (record.status === 'Stopped')
      return { status: 'Succeeded', statusMessage: 'No more lifecycle events will run.' };
    if (isOver(record)) throw alreadyCompleted(record);
    record.rollbackAsked = input.autoRollbackEnabled;
    // the pairing of Stopped by hand with MANUAL_STOP is not certain (aws-facts 1.4); the text is ours
    record.interrupt.abort(
      new Interruption('stop', 'MANUAL_STOP', 'The deployment was stopped by a StopDeployment request.'),
    );
    return { status: 'Pending', statusMessage: 'Some lifecycle events may still be running.' };
  }

  public continue(input: ContinueDeploymentInput) {
    const record = this.find(input.deploymentId);
    const { deploymentWaitType: type = 'READY_WAIT' } = input;
    if (type !== 'READY_WAIT' && type !== 'TERMINATION_WAIT')
      throw new AwsError('InvalidDeploymentWaitTypeException', `Invalid deployment wait type: ${type}`);
    if (isOver(record)) throw alreadyCompleted(record);
    if (record.waiting?.type !== type) {
      const text = `The deployment ${record.id} is not in a ready state.`;
      throw new AwsError('DeploymentIsNotInReadyStateException', text);
    }
    record.waiting.proceed();
    return {};
  }

  public reportHook(input: PutLifecycleEventHookExecutionStatusInput) {
    this.find(input.deploymentId);
    return this.hooks.report(input);
  }

  private add(
    given: Omit<
      DeploymentRecord,
      'id' | 'createTime' | 'status' | 'events' | 'interrupt' | 'lastUpdatedAt' | 'committed' | 'terminationWaitStarted'
    >,
  ): DeploymentRecord {
    const now = this.cloud.clock.now();
    const record: DeploymentRecord = {
      ...given,
      id: this.ids.next(),
      createTime: now,
      lastUpdatedAt: now,
      status: 'Created',
      events: pendingEvents(),
      interrupt: new AbortController(),
      committed: false,
      terminationWaitStarted: false,
    };
    this.deployments.set(record.id, record);
    const { group } = record;
    group.active = record;
    const attempted = { deploymentId: record.id, status: record.status, createTime: new Date(now) };
    group.info = { ...group.info, lastAttemptedDeployment: attempted };
    const { cloud, hooks, ending } = this;
    void runDeployment(record, { cloud, hooks, ending, createRollback: (undone) => this.addRollback(undone) });
    return record;
  }

  /** The automatic rollback: a deployment of the last good revision, with its own ID (aws-facts 1.7). */
  private addRollback(undone: DeploymentRecord): DeploymentRecord {
    const rollback = this.add({
      group: undone.group,
      settings: undone.settings,
      configName: ALL_AT_ONCE,
      routing: this.configs.find(ALL_AT_ONCE).trafficRoutingConfig,
      revision: undone.previousRevision,
      previousRevision: undone.revision,
      creator: 'codeDeployRollback',
      rollsBack: undone,
    });
    rollback.rollbackInfo = {
      rollbackTriggeringDeploymentId: undone.id,
      rollbackMessage: `Deployment ${rollback.id} is triggered to roll back deployment ${undone.id}.`,
    };
    undone.rollbackInfo = {
      rollbackDeploymentId: rollback.id,
      rollbackMessage: `Deployment ${undone.id} terminated. Automatic rollback is triggered with a DeploymentId ${rollback.id}.`,
    };
    return rollback;
  }

  /** The ARN of the group that a deployment belongs to; of no group at all when there is no such deployment. */
  public groupArnOf(deploymentId: string | undefined): string {
    const { applicationName = '', deploymentGroupName = '' } = this.deployments.get(deploymentId ?? '')?.settings ?? {};
    return this.cloud.arn('codedeploy', `deploymentgroup:${applicationName}/${deploymentGroupName}`);
  }

  /** @throws DeploymentIdRequiredException, InvalidDeploymentIdException, DeploymentDoesNotExistException */
  private find(id: string | undefined): DeploymentRecord {
    if (!id) throw new AwsError('DeploymentIdRequiredException', 'The deployment ID is required.');
    if (!/^d-[A-Z0-9]{9}$/.test(id))
      throw new AwsError('InvalidDeploymentIdException', `The specified deployment ID is invalid: ${id}`);
    const record = this.deployments.get(id);
    if (record) return record;
    throw new AwsError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
  }

  private checkTarget(record: DeploymentRecord, targetId: string | undefined): void {
    if (!targetId) throw new AwsError('DeploymentTargetIdRequiredException', 'The deployment target ID is required.');
    if (targetId === targetIdOf(record)) return;
    throw new AwsError(
      'DeploymentTargetDoesNotExistException',
      `The deployment ${record.id} has no target ${targetId}`,
    );
  }
}

function alreadyCompleted({ id }: DeploymentRecord): AwsError {
  return new AwsError('DeploymentAlreadyCompletedException', `The deployment ${id} is already completed.`);
}
