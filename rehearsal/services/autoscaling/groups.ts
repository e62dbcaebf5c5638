import type {
  AutoScalingGroupNamesType,
  CreateAutoScalingGroupType,
  DeleteAutoScalingGroupType,
  Tag,
  UpdateAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { uuid } from './activities';
import { describeGroup } from './describe';
import { checkRange, required, validationError } from './errors';
import { type GroupRecord, type LaunchConfiguration, runningRefresh } from './records';
import type { State } from './state';
import { checkTargetGroups } from './target-groups';

/** What a group's operations need of what keeps it. */
export interface GroupDuties {
  /** Begins to keep a new group. */
  readonly keep: (group: GroupRecord) => void;
  /** Something of it changed. */
  readonly look: (group: GroupRecord) => void;
  /** Defines the hooks that come with a new group. */
  readonly defineHooks: (group: GroupRecord, input: CreateAutoScalingGroupType) => void;
  /** Throws when a launch template does not exist. */
  readonly checkTemplate: (configuration: LaunchConfiguration) => void;
}

/** The groups, as calls make, change and delete them. */
export class Groups {
  private count = 0;

  constructor(
    private readonly cloud: Cloud,
    private readonly state: State,
    private readonly duties: GroupDuties,
  ) {}

  public async create(input: CreateAutoScalingGroupType) {
    const name = required(input.AutoScalingGroupName, 'autoScalingGroupName');
    if (this.state.tryFind(name)) {
      const text = `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`;
      throw new AwsError('AlreadyExists', text);
    }
    const minSize = required(input.MinSize, 'minSize');
    const maxSize = required(input.MaxSize, 'maxSize');
    const launch = { launchTemplate: input.LaunchTemplate, mixedInstancesPolicy: input.MixedInstancesPolicy };
    checkLaunch(launch);
    this.duties.checkTemplate(launch);
    const subnets = listOf(input.VPCZoneIdentifier);
    if (subnets.length === 0 && !input.AvailabilityZones?.length)
      throw validationError('At least one Availability Zone or VPC Subnet is required.');
    const targetGroups = [
      ...(input.TargetGroupARNs ?? []),
      ...(input.TrafficSources ?? []).map((one) => one.Identifier ?? ''),
    ];
    await checkTargetGroups(this.cloud, targetGroups);
    this.count += 1;
    const group: GroupRecord = {
      name,
      arn: this.cloud.arn('autoscaling', `autoScalingGroup:${uuid(this.count)}:autoScalingGroupName/${name}`),
      createdAt: this.cloud.clock.now(),
      minSize,
      maxSize,
      desired: input.DesiredCapacity ?? minSize,
      launch,
      healthCheckTypes: healthCheckTypes(input.HealthCheckType),
      graceSeconds: input.HealthCheckGracePeriod ?? 0,
      zones: input.AvailabilityZones ?? subnets.map((_, index) => `${this.cloud.region}${'abc'[index % 3]}`),
      subnets,
      terminationPolicies: input.TerminationPolicies ?? ['Default'],
      protectsNew: input.NewInstancesProtectedFromScaleIn ?? false,
      defaultInstanceWarmup: input.DefaultInstanceWarmup,
      maintenancePolicy: input.InstanceMaintenancePolicy,
      passive: passiveOf(input),
      targetGroups: new Set(targetGroups),
      suspended: new Map(),
      hooks: new Map(),
      policies: new Map(),
      tags: new Map((input.Tags ?? []).map((one) => [one.Key ?? '', tagOf(name, one)])),
      members: [],
      warm: [],
      activities: [],
      refreshes: [],
      isDeleting: false,
      surge: 0,
      cooldownUntil: 0,
    };
    checkSizes(group);
    this.duties.defineHooks(group, input);
    this.state.add(group);
    this.duties.keep(group);
    return {};
  }

  /** Only what is given changes. A desired capacity outside the new bounds moves to the nearer one, unless it is given. */
  public update(input: UpdateAutoScalingGroupType) {
    const group = this.state.find(input.AutoScalingGroupName);
    const sizes = {
      minSize: input.MinSize ?? group.minSize,
      maxSize: input.MaxSize ?? group.maxSize,
      desired: input.DesiredCapacity ?? group.desired,
    };
    if (input.DesiredCapacity === undefined)
      sizes.desired = Math.max(sizes.minSize, Math.min(sizes.maxSize, group.desired));
    checkSizes(sizes);
    if (input.LaunchTemplate || input.MixedInstancesPolicy) {
      const launch = { launchTemplate: input.LaunchTemplate, mixedInstancesPolicy: input.MixedInstancesPolicy };
      checkLaunch(launch);
      this.duties.checkTemplate(launch);
      if (runningRefresh(group)?.description.DesiredConfiguration) {
        const text =
          'The launch template cannot be changed while an instance refresh with a desired configuration is in progress.';
        throw validationError(text);
      }
      group.launch = launch;
      const refresh = runningRefresh(group);
      if (refresh) refresh.configuration = launch;
    }
    Object.assign(group, sizes);
    if (input.HealthCheckType !== undefined) group.healthCheckTypes = healthCheckTypes(input.HealthCheckType);
    if (input.AvailabilityZones?.length) group.zones = input.AvailabilityZones;
    if (input.VPCZoneIdentifier !== undefined) group.subnets = listOf(input.VPCZoneIdentifier);
    group.graceSeconds = input.HealthCheckGracePeriod ?? group.graceSeconds;
    group.terminationPolicies = input.TerminationPolicies ?? group.terminationPolicies;
    group.protectsNew = input.NewInstancesProtectedFromScaleIn ?? group.protectsNew;
    group.defaultInstanceWarmup = input.DefaultInstanceWarmup ?? group.defaultInstanceWarmup;
    group.maintenancePolicy = input.InstanceMaintenancePolicy ?? group.maintenancePolicy;
    const given = Object.entries(passiveOf(input)).filter(([, value]) => value !== undefined);
    group.passive = { ...group.passive, ...Object.fromEntries(given) };
    this.duties.look(group);
    return {};
  }

  public describe(input: AutoScalingGroupNamesType) {
    const names = input.AutoScalingGroupNames;
    const wanted = this.state.all.filter(
      ({ name, arn, tags }) =>
        (!names?.length || names.includes(name) || names.includes(arn)) &&
        (input.Filters ?? []).every(({ Name = '', Values = [] }) => passesTagFilter(tags, Name, Values)),
    );
    const { items, nextToken } = page(wanted, input.MaxRecords ?? 50, input.NextToken);
    return { AutoScalingGroups: items.map(describeGroup), NextToken: nextToken };
  }

  /** With `ForceDelete` its instances go with it, and it is described until they are gone. */
  public delete(input: DeleteAutoScalingGroupType) {
    const group = this.state.find(input.AutoScalingGroupName);
    if (!input.ForceDelete) {
      if (group.members.some((one) => one.lifecycleState !== 'InService'))
        throw new AwsError(
          'ScalingActivityInProgress',
          'You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.',
        );
      if (group.members.length > 0 || group.desired > 0) {
        const text =
          'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.';
        throw new AwsError('ResourceInUse', text);
      }
    }
    group.isDeleting = true;
    group.desired = 0;
    this.duties.look(group);
    return {};
  }
}

/** @throws ValidationError unless min <= desired <= max */
function checkSizes({ minSize, maxSize, desired }: Pick<GroupRecord, 'minSize' | 'maxSize' | 'desired'>): void {
  checkRange('MinSize', minSize, 0, 10_000);
  checkRange('MaxSize', maxSize, 0, 10_000);
  if (minSize > maxSize)
    throw validationError(`Max bound, ${maxSize}, must be greater than or equal to min bound, ${minSize}`);
  if (desired < minSize || desired > maxSize)
    throw validationError(
      `Desired capacity:${desired} must be between the specified min size:${minSize} and max size:${maxSize}`,
    );
}

function checkLaunch({ launchTemplate, mixedInstancesPolicy }: LaunchConfiguration): void {
  if (Boolean(launchTemplate) === Boolean(mixedInstancesPolicy))
    throw validationError(
      'Valid requests must contain exactly one of launchTemplate, launchConfigurationName, InstanceId or MixedInstancesPolicy parameter.',
    );
}

function healthCheckTypes(value = 'EC2'): string[] {
  const types = listOf(value);
  const unknown = types.find((one) => !['EC2', 'ELB', 'EBS', 'VPC_LATTICE'].includes(one));
  if (unknown) throw validationError(`Invalid health check type ${unknown}`);
  return types;
}

function passiveOf(input: CreateAutoScalingGroupType | UpdateAutoScalingGroupType): GroupRecord['passive'] {
  return {
    DefaultCooldown: input.DefaultCooldown,
    PlacementGroup: input.PlacementGroup,
    CapacityRebalance: input.CapacityRebalance,
    MaxInstanceLifetime: input.MaxInstanceLifetime,
    DesiredCapacityType: input.DesiredCapacityType,
    ServiceLinkedRoleARN: input.ServiceLinkedRoleARN,
    Context: input.Context,
  };
}

/** A tag as the group answers it. */
export function tagOf(groupName: string, tag: Tag): Tag {
  const PropagateAtLaunch = tag.PropagateAtLaunch ?? false;
  return { ...tag, ResourceId: groupName, ResourceType: 'auto-scaling-group', PropagateAtLaunch };
}

function passesTagFilter(tags: GroupRecord['tags'], name: string, values: readonly string[]): boolean {
  if (name === 'tag-key') return values.some((one) => tags.has(one));
  if (name === 'tag-value') return [...tags.values()].some((one) => values.includes(one.Value ?? ''));
  if (name.startsWith('tag:')) return values.includes(tags.get(name.slice('tag:'.length))?.Value ?? '');
  return false;
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
