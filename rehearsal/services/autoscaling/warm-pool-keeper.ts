import { messageOf } from './errors';
import { launch } from './launch';
import { AUTO_SCALING } from './load-balancer';
import { type Surroundings, terminate } from './member-story';
import { capacityOf, type GroupRecord, type MemberRecord } from './records';

const SLEEPING: Readonly<Record<string, MemberRecord['lifecycleState']>> = {
  Stopped: 'Warmed:Stopped',
  Hibernated: 'Warmed:Hibernated',
  Running: 'Warmed:Running',
};

/** Keeps the warm pool of one group at its size. */
export class WarmPoolKeeper {
  /** Calls of EC2 under way: what they launch is not in the pool yet. */
  private launching = 0;
  /** Leaving instances that come back. */
  private readonly returning = new Set<MemberRecord>();

  /** @param changed is called when the pool has changed */
  constructor(
    private readonly group: GroupRecord,
    private readonly around: Surroundings,
    private readonly changed: () => void,
  ) {}

  /** The size that the pool should have: what is prepared in all, less what is in service, but never less than MinSize. */
  private get wanted(): number {
    const { warmPool, maxSize, desired, isDeleting } = this.group;
    if (!warmPool || isDeleting || warmPool.Status === 'PendingDelete') return 0;
    const prepared = warmPool.MaxGroupPreparedCapacity ?? -1;
    return Math.max((prepared < 0 ? maxSize : prepared) - desired, warmPool.MinSize ?? 0);
  }

  /** Launches what is missing, ends what is too much. */
  public keep(): void {
    const { group } = this;
    for (const one of group.warm) if (one.health === 'Unhealthy' && one.leaving === undefined) void this.end(one);
    const warm = group.warm.filter((one) => one.leaving === undefined);
    // what is in service comes before what is prepared
    const isShort = capacityOf(group).length < group.desired;
    for (const one of warm.slice(this.wanted)) void this.end(one);
    if (!isShort)
      for (let index = warm.length + this.launching + this.returning.size; index < this.wanted; index++)
        void this.add();
    if (group.warmPool?.Status === 'PendingDelete' && group.warm.length === 0) group.warmPool = undefined;
  }

  /** Takes an instance out of the pool, to be put in service; undefined when none is ready. */
  public take(): MemberRecord | undefined {
    const { group } = this;
    const ready = Object.values(SLEEPING);
    const member = group.warm.find((one) => one.leaving === undefined && ready.includes(one.lifecycleState));
    if (!member) return undefined;
    group.warm.splice(group.warm.indexOf(member), 1);
    member.lifecycleState = 'Pending';
    void this.call('StartInstances', member).catch(() => undefined);
    return member;
  }

  /** Keeps a place for an instance that begins to leave, when it is to come back instead of being terminated. */
  public reserve(member: MemberRecord): void {
    const { group, around } = this;
    const isSound = around.ec2.tryFindInstance(member.instanceId)?.state === 'running' && member.health === 'Healthy';
    const taken = group.warm.filter((one) => one.leaving === undefined).length + this.launching + this.returning.size;
    const isScaleIn = capacityOf(group).length >= group.desired && member.lifecycleState === 'InService';
    const isReused = group.warmPool?.InstanceReusePolicy?.ReuseOnScaleIn === true;
    if (isReused && isSound && isScaleIn && taken < this.wanted) this.returning.add(member);
  }

  /** Takes a leaving instance that has a place in the pool; false when it has none, or has died meanwhile. */
  public takeBack(member: MemberRecord): boolean {
    if (!this.returning.delete(member)) return false;
    if (this.around.ec2.tryFindInstance(member.instanceId)?.state !== 'running') return false;
    this.putBack(member);
    return true;
  }

  private putBack(member: MemberRecord): void {
    const back: MemberRecord = {
      ...member,
      leaving: undefined,
      leave: new AbortController(),
      inServiceAt: undefined,
      lifecycleState: 'Warmed:Pending',
    };
    this.group.warm.push(back);
    void this.putToSleep(back);
  }

  private async add(): Promise<void> {
    const { group, around } = this;
    const { activities, ec2 } = around;
    const activity = activities.begin(
      group,
      'Launching a new EC2 instance into warm pool',
      'an instance was started in response to a difference between desired and actual capacity of the warm pool.',
    );
    try {
      const member = await this.launchOne();
      activity.Description = `Launching a new EC2 instance into warm pool: ${member.instanceId}`;
      await ec2.tryFindInstance(member.instanceId)?.until('running');
      const states = { wait: 'Warmed:Pending:Wait', proceed: 'Warmed:Pending:Proceed' } as const;
      const over = member.leave.signal;
      const result = await around.hooks.pass(group, member, 'autoscaling:EC2_INSTANCE_LAUNCHING', states, over);
      if (result === 'ABANDON') return void this.end(member);
      await this.putToSleep(member);
      activities.end(activity, 'Successful');
    } catch (error) {
      activities.end(activity, 'Failed', messageOf(error));
    }
  }

  private async launchOne(): Promise<MemberRecord> {
    const { cloud, ec2 } = this.around;
    this.launching += 1;
    try {
      const member = await launch(cloud, ec2, this.group, 'Warmed:Pending');
      this.group.warm.push(member);
      return member;
    } finally {
      this.launching -= 1;
    }
  }

  private async putToSleep(member: MemberRecord): Promise<void> {
    const state = this.group.warmPool?.PoolState ?? 'Stopped';
    if (state !== 'Running') {
      await this.call('StopInstances', member).catch(() => undefined);
      await this.around.ec2.tryFindInstance(member.instanceId)?.until('stopped');
    }
    if (member.leaving === undefined) member.lifecycleState = SLEEPING[state] ?? 'Warmed:Stopped';
    this.changed();
  }

  private async end(member: MemberRecord): Promise<void> {
    member.leaving = 'the warm pool shrinks';
    member.leave.abort();
    member.lifecycleState = 'Warmed:Terminating';
    await terminate(member, this.around);
    member.lifecycleState = 'Warmed:Terminated';
    this.group.warm.splice(this.group.warm.indexOf(member), 1);
    this.changed();
  }

  private call(operation: string, { instanceId }: MemberRecord): Promise<unknown> {
    return this.around.cloud.call('ec2', operation, { InstanceIds: [instanceId] }, AUTO_SCALING);
  }
}
