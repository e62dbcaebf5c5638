import type { DeleteWarmPoolType, DescribeWarmPoolType, PutWarmPoolType } from '@aws-sdk/client-auto-scaling';
import { describeMember } from './describe';
import { checkRange, validationError } from './errors';
import type { GroupRecord } from './records';
import type { State } from './state';

/** The warm pools, as calls make and delete them. */
export class WarmPools {
  /** @param look tells that something of a group changed */
  constructor(
    private readonly state: State,
    private readonly look: (group: GroupRecord) => void,
  ) {}

  public put(input: PutWarmPoolType) {
    const group = this.state.find(input.AutoScalingGroupName);
    checkRange('MinSize', input.MinSize, 0, 10_000);
    checkRange('MaxGroupPreparedCapacity', input.MaxGroupPreparedCapacity, -1, 10_000);
    if (group.launch.mixedInstancesPolicy)
      throw validationError("You can't add a warm pool to an Auto Scaling group that has a mixed instances policy.");
    const prepared = input.MaxGroupPreparedCapacity ?? group.warmPool?.MaxGroupPreparedCapacity;
    group.warmPool = {
      MinSize: input.MinSize ?? group.warmPool?.MinSize ?? 0,
      MaxGroupPreparedCapacity: prepared === -1 ? undefined : prepared,
      PoolState: input.PoolState ?? group.warmPool?.PoolState ?? 'Stopped',
      InstanceReusePolicy: input.InstanceReusePolicy ?? group.warmPool?.InstanceReusePolicy,
    };
    this.look(group);
    return {};
  }

  public describe(input: DescribeWarmPoolType) {
    const group = this.state.find(input.AutoScalingGroupName);
    return { WarmPoolConfiguration: group.warmPool, Instances: group.warm.map(describeMember) };
  }

  /** Its instances are terminated, with or without `ForceDelete`. */
  public delete(input: DeleteWarmPoolType) {
    const group = this.state.find(input.AutoScalingGroupName);
    if (!group.warmPool) throw validationError(`No warm pool found for group ${group.name}`);
    group.warmPool = { ...group.warmPool, Status: 'PendingDelete' };
    this.look(group);
    return {};
  }
}
