import type {
  DescribeAutoScalingInstancesType,
  DescribePoliciesType,
  ExecutePolicyType,
  PutScalingPolicyType,
  ScalingProcessQuery,
  SetDesiredCapacityType,
  SetInstanceHealthQuery,
  SetInstanceProtectionQuery,
  TerminateInstanceInAutoScalingGroupType,
} from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { uuid } from './activities';
import { describeInstance } from './describe';
import { COOLDOWN_SECONDS } from './durations';
import { required, validationError } from './errors';
import { type GroupRecord, isSuspended, type MemberRecord } from './records';
import type { State } from './state';

const PROCESSES = [
  ...['Launch', 'Terminate', 'AddToLoadBalancer', 'AlarmNotification', 'AZRebalance', 'HealthCheck'],
  ...['InstanceRefresh', 'ReplaceUnhealthy', 'ScheduledActions'],
];

/** What these operations need of what keeps a group. */
export interface CapacityDuties {
  readonly look: (group: GroupRecord) => void;
  readonly end: (group: GroupRecord, member: MemberRecord, cause: string) => void;
}

/** The operations on how many instances there are, and on single ones. */
export class Capacity {
  private policies = 0;

  constructor(
    private readonly cloud: Cloud,
    private readonly state: State,
    private readonly duties: CapacityDuties,
  ) {}

  public setDesired(input: SetDesiredCapacityType) {
    const group = this.state.find(input.AutoScalingGroupName);
    const wanted = required(input.DesiredCapacity, 'desiredCapacity');
    if (wanted > group.maxSize)
      throw validationError(
        `New SetDesiredCapacity value ${wanted} is above max value ${group.maxSize} for the AutoScalingGroup.`,
      );
    if (wanted < group.minSize)
      throw validationError(
        `New SetDesiredCapacity value ${wanted} is below min value ${group.minSize} for the AutoScalingGroup.`,
      );
    const now = this.cloud.clock.now();
    if (input.HonorCooldown && now < group.cooldownUntil) {
      const text = `Scaling activity ${group.activities[0]?.ActivityId} is in progress and blocks this action`;
      throw new AwsError('ScalingActivityInProgress', text);
    }
    group.desired = wanted;
    group.cooldownUntil = now + (group.passive.DefaultCooldown ?? COOLDOWN_SECONDS) * 1000;
    this.duties.look(group);
    return {};
  }

  public terminate(input: TerminateInstanceInAutoScalingGroupType) {
    const [group, member] = this.state.findMember(input.InstanceId);
    if (input.ShouldDecrementDesiredCapacity) {
      if (group.desired - 1 < group.minSize)
        throw validationError(
          `Currently, desiredSize equals minSize (${group.minSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
        );
      group.desired -= 1;
    }
    const cause = `instance ${member.instanceId} was taken out of service in response to a user request.`;
    this.duties.end(group, member, cause);
    const [activity] = group.activities;
    return {
      Activity: {
        ActivityId: activity?.ActivityId ?? '',
        AutoScalingGroupName: group.name,
        Cause: `At ${new Date(this.cloud.clock.now()).toISOString()} ${cause}`,
        Description: `Terminating EC2 instance: ${member.instanceId}`,
        StartTime: new Date(this.cloud.clock.now()),
        StatusCode: 'InProgress' as const,
        Progress: 0,
      },
    };
  }

  /** An instance set to Unhealthy is replaced, after its grace period unless that is not to be respected. */
  public setHealth(input: SetInstanceHealthQuery) {
    const [group, member] = this.state.findMember(input.InstanceId);
    const { HealthStatus: status } = input;
    if (status !== 'Healthy' && status !== 'Unhealthy')
      throw validationError(`Valid instance health states are: [Healthy, Unhealthy]. Got ${status}`);
    const now = this.cloud.clock.now();
    const isInGrace = now - (member.inServiceAt ?? now) < group.graceSeconds * 1000;
    if (isInGrace && (input.ShouldRespectGracePeriod ?? true)) return {};
    member.health = status;
    this.duties.look(group);
    return {};
  }

  public setProtection(input: SetInstanceProtectionQuery) {
    const group = this.state.find(input.AutoScalingGroupName);
    for (const id of input.InstanceIds ?? []) {
      const member = group.members.find((one) => one.instanceId === id);
      if (!member) throw validationError(`The instance ${id} is not part of Auto Scaling group ${group.name}.`);
      member.isProtected = input.ProtectedFromScaleIn ?? false;
    }
    this.duties.look(group);
    return {};
  }

  public describeInstances(input: DescribeAutoScalingInstancesType) {
    const all = this.state.all.flatMap((group) =>
      [...group.members, ...group.warm].map((one) => describeInstance(group, one)),
    );
    const ids = input.InstanceIds;
    return { AutoScalingInstances: all.filter(({ InstanceId = '' }) => !ids?.length || ids.includes(InstanceId)) };
  }

  /** All processes when none is named. */
  public suspend(input: ScalingProcessQuery) {
    const group = this.state.find(input.AutoScalingGroupName);
    const now = new Date(this.cloud.clock.now()).toISOString();
    for (const one of processesOf(input)) group.suspended.set(one, `User suspended at ${now}`);
    return {};
  }

  public resume(input: ScalingProcessQuery) {
    const group = this.state.find(input.AutoScalingGroupName);
    for (const one of processesOf(input)) group.suspended.delete(one);
    this.duties.look(group);
    return {};
  }

  /** Policies are kept, and carried out by ExecutePolicy only: no alarm or metric moves them here. */
  public putPolicy(input: PutScalingPolicyType) {
    const group = this.state.find(input.AutoScalingGroupName);
    const name = required(input.PolicyName, 'policyName');
    this.policies += 1;
    const PolicyARN =
      group.policies.get(name)?.PolicyARN ??
      this.cloud.arn(
        'autoscaling',
        `scalingPolicy:${uuid(this.policies)}:autoScalingGroupName/${group.name}:policyName/${name}`,
      );
    group.policies.set(name, { Enabled: true, PolicyType: 'SimpleScaling', ...input, PolicyARN, Alarms: [] });
    return { PolicyARN, Alarms: [] };
  }

  public describePolicies(input: DescribePoliciesType) {
    const groups = input.AutoScalingGroupName ? [this.state.find(input.AutoScalingGroupName)] : this.state.all;
    const all = groups.flatMap((one) => [...one.policies.values()]);
    const names = input.PolicyNames;
    return { ScalingPolicies: all.filter(({ PolicyName = '' }) => !names?.length || names.includes(PolicyName)) };
  }

  public deletePolicy(input: { readonly AutoScalingGroupName?: string; readonly PolicyName?: string }) {
    const nameOf = (text = '') => text.split(':policyName/').at(-1) ?? text;
    const groups = input.AutoScalingGroupName ? [this.state.find(input.AutoScalingGroupName)] : this.state.all;
    for (const one of groups) one.policies.delete(nameOf(input.PolicyName));
    return {};
  }

  public executePolicy(input: ExecutePolicyType) {
    const group = this.state.find(input.AutoScalingGroupName);
    const policy = group.policies.get(input.PolicyName ?? '');
    if (!policy) throw validationError(`No policy found for name ${input.PolicyName}`);
    const by = policy.ScalingAdjustment ?? 0;
    const change = policy.AdjustmentType === 'PercentChangeInCapacity' ? Math.round((group.desired * by) / 100) : by;
    const wanted = policy.AdjustmentType === 'ExactCapacity' ? by : group.desired + change;
    if (!isSuspended(group, 'AlarmNotification'))
      group.desired = Math.max(group.minSize, Math.min(group.maxSize, wanted));
    this.duties.look(group);
    return {};
  }
}

function processesOf({ ScalingProcesses: given }: ScalingProcessQuery): string[] {
  const unknown = given?.find((one) => !PROCESSES.includes(one));
  if (unknown) throw validationError(`Invalid scaling process ${unknown}`);
  return given?.length ? given : PROCESSES;
}
