import { setMaxListeners } from 'node:events';
import type * as sdk from '@aws-sdk/client-auto-scaling';
import type { Cloud } from '../../cloud';
import type { Launch, Service } from '../../service';
import type { Ec2 } from '../ec2/ec2';
import { Activities } from './activities';
import { Capacity } from './capacity';
import { GroupKeeper } from './group-keeper';
import { Groups } from './groups';
import { checkLaunchTemplate, launchOf } from './launch-checks';
import { LifecycleHooks } from './lifecycle-hooks';
import { LoadBalancer } from './load-balancer';
import type { Surroundings } from './member-story';
import type { GroupRecord, LaunchConfiguration, MemberRecord, RefreshRecord } from './records';
import { RefreshStory } from './refresh-story';
import { Refreshes } from './refreshes';
import { State } from './state';
import { Tags } from './tags';
import { TargetGroups } from './target-groups';
import { WarmPools } from './warm-pools';

export { AUTOSCALING_SWITCHES } from './switches';

/**
 * EC2 Auto Scaling: groups of instances that really run (through the local EC2) and stand behind target groups (through the
 * cloud's load balancer).
 *
 * Carried without behaviour: scaling by metrics, schedules, notifications, rebalancing of zones, instance weights.
 */
export class AutoScaling implements Service {
  public readonly prefix = 'autoscaling';
  private readonly ending = new AbortController();
  private readonly state = new State();
  private readonly keepers = new Map<GroupRecord, GroupKeeper>();
  private readonly around: Surroundings;
  private readonly groups: Groups;
  private readonly capacity: Capacity;
  private readonly refreshes: Refreshes;
  private readonly targetGroups: TargetGroups;
  private readonly warmPools: WarmPools;
  private readonly tags: Tags;

  constructor(
    cloud: Cloud,
    private readonly ec2: Ec2,
  ) {
    const ending = this.ending.signal;
    // every instance and every group waits on it
    setMaxListeners(0, ending);
    const { state } = this;
    const loadBalancer = new LoadBalancer(cloud);
    const hooks = new LifecycleHooks(cloud, state, ending);
    this.around = { cloud, ec2, activities: new Activities(cloud, state), hooks, loadBalancer, ending };
    const look = (group: GroupRecord) => this.keepers.get(group)?.look();
    const end = (group: GroupRecord, member: MemberRecord, cause: string) =>
      this.keepers.get(group)?.end(member, cause);
    const checkTemplate = (configuration: LaunchConfiguration) => checkLaunchTemplate(ec2, configuration);
    const keep = (group: GroupRecord) => void this.keep(group);
    const defineHooks = (
      group: GroupRecord,
      { LifecycleHookSpecificationList: list }: sdk.CreateAutoScalingGroupType,
    ) => {
      for (const one of list ?? []) hooks.define(group, one);
    };
    this.groups = new Groups(cloud, state, { keep, look, defineHooks, checkTemplate });
    this.capacity = new Capacity(cloud, state, { look, end });
    this.refreshes = new Refreshes(cloud, state, (group, one) => this.refresh(group, one), checkTemplate);
    this.targetGroups = new TargetGroups(cloud, state, loadBalancer);
    this.warmPools = new WarmPools(state, look);
    this.tags = new Tags(state);
  }

  public readonly operations = {
    CreateAutoScalingGroup: (input: sdk.CreateAutoScalingGroupType) => this.groups.create(input),
    UpdateAutoScalingGroup: (input: sdk.UpdateAutoScalingGroupType) => this.groups.update(input),
    DescribeAutoScalingGroups: (input: sdk.AutoScalingGroupNamesType) => this.groups.describe(input),
    DeleteAutoScalingGroup: (input: sdk.DeleteAutoScalingGroupType) => this.groups.delete(input),
    SetDesiredCapacity: (input: sdk.SetDesiredCapacityType) => this.capacity.setDesired(input),
    TerminateInstanceInAutoScalingGroup: (input: sdk.TerminateInstanceInAutoScalingGroupType) =>
      this.capacity.terminate(input),
    SetInstanceHealth: (input: sdk.SetInstanceHealthQuery) => this.capacity.setHealth(input),
    SetInstanceProtection: (input: sdk.SetInstanceProtectionQuery) => this.capacity.setProtection(input),
    DescribeAutoScalingInstances: (input: sdk.DescribeAutoScalingInstancesType) =>
      this.capacity.describeInstances(input),
    SuspendProcesses: (input: sdk.ScalingProcessQuery) => this.capacity.suspend(input),
    ResumeProcesses: (input: sdk.ScalingProcessQuery) => this.capacity.resume(input),
    PutScalingPolicy: (input: sdk.PutScalingPolicyType) => this.capacity.putPolicy(input),
    DescribePolicies: (input: sdk.DescribePoliciesType) => this.capacity.describePolicies(input),
    DeletePolicy: (input: sdk.DeletePolicyType) => this.capacity.deletePolicy(input),
    ExecutePolicy: (input: sdk.ExecutePolicyType) => this.capacity.executePolicy(input),
    StartInstanceRefresh: (input: sdk.StartInstanceRefreshType) => this.refreshes.start(input),
    DescribeInstanceRefreshes: (input: sdk.DescribeInstanceRefreshesType) => this.refreshes.describe(input),
    CancelInstanceRefresh: (input: sdk.CancelInstanceRefreshType) => this.refreshes.cancel(input),
    RollbackInstanceRefresh: (input: sdk.RollbackInstanceRefreshType) => this.refreshes.rollback(input),
    AttachLoadBalancerTargetGroups: (input: sdk.AttachLoadBalancerTargetGroupsType) => this.targetGroups.attach(input),
    DetachLoadBalancerTargetGroups: (input: sdk.DetachLoadBalancerTargetGroupsType) => this.targetGroups.detach(input),
    DescribeLoadBalancerTargetGroups: (input: sdk.DescribeLoadBalancerTargetGroupsRequest) =>
      this.targetGroups.describe(input),
    AttachTrafficSources: (input: sdk.AttachTrafficSourcesType) => this.targetGroups.attachSources(input),
    DetachTrafficSources: (input: sdk.DetachTrafficSourcesType) => this.targetGroups.detachSources(input),
    DescribeTrafficSources: (input: sdk.DescribeTrafficSourcesRequest) => this.targetGroups.describeSources(input),
    PutLifecycleHook: (input: sdk.PutLifecycleHookType) => this.around.hooks.put(input),
    DescribeLifecycleHooks: (input: sdk.DescribeLifecycleHooksType) => this.around.hooks.describe(input),
    DeleteLifecycleHook: (input: sdk.DeleteLifecycleHookType) => this.around.hooks.delete(input),
    CompleteLifecycleAction: (input: sdk.CompleteLifecycleActionType) => this.around.hooks.complete(input),
    RecordLifecycleActionHeartbeat: (input: sdk.RecordLifecycleActionHeartbeatType) =>
      this.around.hooks.heartbeat(input),
    PutWarmPool: (input: sdk.PutWarmPoolType) => this.warmPools.put(input),
    DescribeWarmPool: (input: sdk.DescribeWarmPoolType) => this.warmPools.describe(input),
    DeleteWarmPool: (input: sdk.DeleteWarmPoolType) => this.warmPools.delete(input),
    DescribeScalingActivities: (input: sdk.DescribeScalingActivitiesType) => this.around.activities.describe(input),
    CreateOrUpdateTags: (input: sdk.CreateOrUpdateTagsType) => this.tags.put(input),
    DeleteTags: (input: sdk.DeleteTagsType) => this.tags.delete(input),
    DescribeTags: (input: sdk.DescribeTagsType) => this.tags.describe(input),
    DescribeAccountLimits: (_input: object) => ({
      MaxNumberOfAutoScalingGroups: 500,
      MaxNumberOfLaunchConfigurations: 200,
      NumberOfAutoScalingGroups: this.state.all.length,
      NumberOfLaunchConfigurations: 0,
    }),
  };

  /** The ARN of the group that a call names, by its own name or by an instance: the ARN has an id that no call has. */
  public resourcesOf(_operation: string, input: unknown): string[] | undefined {
    const { AutoScalingGroupName: name, InstanceId: instanceId } = input as Record<string, string | undefined>;
    const group = name ? this.state.tryFind(name) : this.state.tryFindMember(instanceId)?.[0];
    return group && [group.arn];
  }

  /** What whoever calls must be allowed to start. */
  public launchOf(operation: string, input: unknown): Launch | undefined {
    return launchOf(this.ec2, this.state, operation, input);
  }

  /** Ends everything that runs by itself; the instances are EC2's to end. */
  public stop(): void {
    this.ending.abort();
  }

  private async keep(group: GroupRecord): Promise<void> {
    const keeper = new GroupKeeper(group, this.around);
    this.keepers.set(group, keeper);
    await keeper.keep();
    this.keepers.delete(group);
    if (group.isDeleting) this.state.remove(group);
  }

  private refresh(group: GroupRecord, refresh: RefreshRecord): void {
    const keeper = this.keepers.get(group);
    if (keeper) void new RefreshStory(group, refresh, keeper, this.around).run();
  }
}
