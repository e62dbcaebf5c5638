import type {
  CancelInstanceRefreshType,
  DescribeInstanceRefreshesType,
  RefreshPreferences,
  RollbackInstanceRefreshType,
  StartInstanceRefreshType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { uuid } from './activities';
import { CHECKPOINT_DELAY_SECONDS } from './durations';
import { checkRange, validationError } from './errors';
import { type GroupRecord, type RefreshRecord, runningRefresh, templateOf } from './records';
import type { State } from './state';

/** The instance refreshes, as calls start, stop and ask for them. What a refresh does is in `refresh-story.ts`. */
export class Refreshes {
  private count = 0;

  /**
   * @param run does a refresh
   * @param checkTemplate throws when a launch template does not exist
   */
  constructor(
    private readonly cloud: Cloud,
    private readonly state: State,
    private readonly run: (group: GroupRecord, refresh: RefreshRecord) => void,
    private readonly checkTemplate: (configuration: RefreshRecord['configuration']) => void,
  ) {}

  public start(input: StartInstanceRefreshType) {
    const group = this.state.find(input.AutoScalingGroupName);
    if (runningRefresh(group)) {
      const text = `An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.`;
      throw new AwsError('InstanceRefreshInProgress', text);
    }
    if (input.Strategy && input.Strategy !== 'Rolling')
      throw validationError(`the local AWS knows the strategy Rolling only, got '${input.Strategy}'`);
    const preferences = this.checked(group, input);
    const desired = input.DesiredConfiguration;
    const configuration = desired
      ? { launchTemplate: desired.LaunchTemplate, mixedInstancesPolicy: desired.MixedInstancesPolicy }
      : group.launch;
    this.checkTemplate(configuration);
    this.count += 1;
    const refresh: RefreshRecord = {
      configuration,
      description: {
        InstanceRefreshId: uuid(this.count),
        AutoScalingGroupName: group.name,
        Status: 'Pending',
        StartTime: new Date(this.cloud.clock.now()),
        PercentageComplete: 0,
        InstancesToUpdate: group.members.length,
        Preferences: preferences,
        DesiredConfiguration: desired,
        Strategy: 'Rolling',
      },
    };
    group.refreshes.unshift(refresh);
    this.run(group, refresh);
    return { InstanceRefreshId: refresh.description.InstanceRefreshId };
  }

  public describe(input: DescribeInstanceRefreshesType) {
    const group = this.state.find(input.AutoScalingGroupName);
    const ids = input.InstanceRefreshIds;
    const wanted = group.refreshes
      .map(({ description }) => ({ ...description }))
      .filter(({ InstanceRefreshId: id = '' }) => !ids?.length || ids.includes(id));
    const { items, nextToken } = page(wanted, input.MaxRecords ?? 50, input.NextToken);
    return { InstanceRefreshes: items, NextToken: nextToken };
  }

  /** Instances that were replaced stay so. */
  public cancel(input: CancelInstanceRefreshType) {
    const { refresh } = this.running(input.AutoScalingGroupName);
    refresh.asked = 'cancel';
    refresh.description.Status = 'Cancelling';
    return { InstanceRefreshId: refresh.description.InstanceRefreshId };
  }

  public rollback(input: RollbackInstanceRefreshType) {
    const { group, refresh } = this.running(input.AutoScalingGroupName);
    checkRollback(group, refresh.description.DesiredConfiguration !== undefined);
    refresh.asked = 'rollback';
    refresh.description.Status = 'RollbackInProgress';
    return { InstanceRefreshId: refresh.description.InstanceRefreshId };
  }

  private running(name: string | undefined): { group: GroupRecord; refresh: RefreshRecord } {
    const group = this.state.find(name);
    const refresh = runningRefresh(group);
    if (refresh) return { group, refresh };
    const text = 'No in progress or pending Instance Refresh found for the Auto Scaling group.';
    throw new AwsError('ActiveInstanceRefreshNotFound', text);
  }

  /** The preferences with AWS's defaults. */
  private checked(group: GroupRecord, input: StartInstanceRefreshType): RefreshPreferences {
    const given = input.Preferences ?? {};
    checkRange('MinHealthyPercentage', given.MinHealthyPercentage, 0, 100);
    checkRange('MaxHealthyPercentage', given.MaxHealthyPercentage, 100, 200);
    checkRange('CheckpointDelay', given.CheckpointDelay, 0, 172_800);
    const { MinHealthyPercentage: min, MaxHealthyPercentage: max, CheckpointPercentages: checkpoints } = given;
    if (max !== undefined && min === undefined)
      throw validationError('MinHealthyPercentage must be specified when MaxHealthyPercentage is specified.');
    if (max !== undefined && min !== undefined && max - min > 100) {
      const text = 'The difference between MinHealthyPercentage and MaxHealthyPercentage cannot be greater than 100.';
      throw validationError(text);
    }
    if (given.CheckpointDelay !== undefined && !checkpoints?.length)
      throw validationError('CheckpointPercentages must be specified when CheckpointDelay is specified.');
    if (checkpoints?.some((one, index) => one < 1 || one > 100 || one <= (checkpoints[index - 1] ?? 0)))
      throw validationError('CheckpointPercentages must be unique, between 1 and 100, and in ascending order.');
    if (given.AutoRollback) checkRollback(group, input.DesiredConfiguration !== undefined);
    return {
      ...given,
      MinHealthyPercentage: min ?? group.maintenancePolicy?.MinHealthyPercentage ?? 90,
      MaxHealthyPercentage: max ?? group.maintenancePolicy?.MaxHealthyPercentage ?? 100,
      InstanceWarmup: given.InstanceWarmup ?? group.defaultInstanceWarmup ?? group.graceSeconds,
      SkipMatching: given.SkipMatching ?? false,
      AutoRollback: given.AutoRollback ?? false,
      ScaleInProtectedInstances: given.ScaleInProtectedInstances ?? 'Wait',
      StandbyInstances: given.StandbyInstances ?? 'Wait',
      ...(checkpoints?.length && { CheckpointDelay: given.CheckpointDelay ?? CHECKPOINT_DELAY_SECONDS }),
    };
  }
}

/** What a rollback needs (aws-facts 9): a desired configuration, and a group whose own template version has a number. */
function checkRollback(group: GroupRecord, hasDesiredConfiguration: boolean): void {
  const refuse = (why: string) => new AwsError('IrreversibleInstanceRefresh', why);
  if (!hasDesiredConfiguration)
    throw refuse('The instance refresh cannot be rolled back: it has no desired configuration.');
  const { Version = '$Default' } = templateOf(group.launch);
  if (Version.startsWith('$'))
    throw refuse(`The instance refresh cannot be rolled back: the group's launch template version is ${Version}.`);
}
