import type { Activity } from '@aws-sdk/client-auto-scaling';
import { FIRST_RETRY_MS, LONGEST_RETRY_MS, SCALING_STARTS_AFTER_MS } from './durations';
import { messageOf } from './errors';
import { publishLaunch, publishTerminate } from './events';
import { HealthWatch } from './health-watch';
import { launch } from './launch';
import { abortOf, comeUp, goDown, type Surroundings, terminate } from './member-story';
import { capacityOf, type GroupRecord, isSuspended, type MemberRecord } from './records';
import { leavingAtScaleIn } from './scale-in';
import { WarmPoolKeeper } from './warm-pool-keeper';

/** Keeps one group at its desired capacity: launches what is missing, replaces what is unhealthy, ends what is too much. */
export class GroupKeeper {
  private poke: () => void = () => {};
  private poked = false;
  private failuresInARow = 0;
  private retryAt = 0;
  private readonly health: HealthWatch;
  private readonly warmPool: WarmPoolKeeper;

  constructor(
    private readonly group: GroupRecord,
    private readonly around: Surroundings,
  ) {
    this.health = new HealthWatch(group, around, () => this.look());
    this.warmPool = new WarmPoolKeeper(group, around, () => this.look());
  }

  /** Keeps on until the group is deleted and its last instance is gone. */
  public async keep(): Promise<void> {
    const { cloud, ending } = this.around;
    const { group } = this;
    while (!ending.aborted) {
      this.poked = false;
      await cloud.clock.sleep(SCALING_STARTS_AFTER_MS, ending);
      if (ending.aborted) break;
      if (group.isDeleting) this.endAll();
      else this.replaceUnhealthy();
      this.scaleIn();
      const waitMs = await this.scaleOut();
      this.warmPool.keep();
      if (group.isDeleting && group.members.length + group.warm.length === 0) break;
      await this.untilPoked(waitMs);
    }
  }

  /** Something changed (a size, an instance): look again. */
  public look(): void {
    this.poked = true;
    this.poke();
  }

  /** Lets one instance leave; another comes when the desired capacity still asks for it. */
  public end(member: MemberRecord, cause: string): void {
    if (member.leaving !== undefined) return;
    member.leaving = cause;
    this.warmPool.reserve(member);
    member.leave.abort();
    this.look();
  }

  private endAll(): void {
    for (const one of this.group.members)
      this.end(one, 'an instance was taken out of service as its group is deleted.');
  }

  private replaceUnhealthy(): void {
    if (isSuspended(this.group, 'ReplaceUnhealthy') || isSuspended(this.group, 'Terminate')) return;
    for (const one of capacityOf(this.group)) {
      if (one.health === 'Unhealthy')
        this.end(one, 'an instance was taken out of service in response to a health check failure.');
    }
  }

  private scaleIn(): void {
    const { group } = this;
    if (isSuspended(group, 'Terminate') || group.isDeleting) return;
    const capacity = capacityOf(group);
    const surplus = capacity.length - (group.desired + group.surge);
    if (surplus <= 0) return;
    for (const one of leavingAtScaleIn(group, capacity, surplus)) {
      const cause = `an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${capacity.length} to ${group.desired}.`;
      this.end(one, cause);
    }
  }

  /** Launches what is missing; answers how long to wait when it must not yet, else undefined. */
  private async scaleOut(): Promise<number | undefined> {
    const { group } = this;
    if (isSuspended(group, 'Launch') || group.isDeleting) return undefined;
    const waitMs = this.retryAt - this.around.cloud.clock.now();
    const capacity = capacityOf(group).length;
    const missing = group.desired + group.surge - capacity;
    if (missing <= 0) return undefined;
    if (waitMs > 0) return waitMs;
    const cause = `an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${capacity} to ${group.desired + group.surge}.`;
    for (let index = 0; index < missing; index++) {
      if (!(await this.startOne(cause))) return this.retryAt - this.around.cloud.clock.now();
    }
    return undefined;
  }

  /** Takes an instance from the warm pool, or launches one; false when EC2 does not give one. */
  private async startOne(cause: string): Promise<boolean> {
    const { group, around } = this;
    const { activities, cloud, ec2 } = around;
    const warm = this.warmPool.take();
    const activity = activities.begin(group, 'Launching a new EC2 instance', cause);
    try {
      const member = warm ?? (await launch(cloud, ec2, group, 'Pending'));
      activity.Description = `Launching a new EC2 instance${warm ? ' from warm pool' : ''}: ${member.instanceId}`;
      group.members.push(member);
      void this.live(member, activity);
      return true;
    } catch (error) {
      this.failed(activity, `${messageOf(error)} Launching EC2 instance failed.`);
      return false;
    }
  }

  /** From the launch of an instance until it is gone, or goes (back) to the warm pool. Never rejects. */
  private async live(member: MemberRecord, activity: Activity): Promise<void> {
    const { group, around } = this;
    const failure = await comeUp(group, member, around);
    if (member.lifecycleState === 'InService') {
      this.failuresInARow = 0;
      around.activities.end(activity, 'Successful');
      publishLaunch(around.cloud, group, member, activity);
      this.health.start();
      this.look();
      await abortOf(member.leave.signal);
    } else if (failure) {
      this.failed(activity, failure, member);
      member.leaving ??= 'an instance was taken out of service as it failed to launch.';
    } else {
      around.activities.end(activity, 'Cancelled', 'The instance was not needed any more.');
    }
    await this.leave(member);
  }

  private async leave(member: MemberRecord): Promise<void> {
    const { group, around } = this;
    const activity = around.activities.begin(
      group,
      `Terminating EC2 instance: ${member.instanceId}`,
      member.leaving ?? '',
    );
    this.look();
    await goDown(group, member, activity, around);
    const goesBack = this.warmPool.takeBack(member);
    const problem = goesBack ? undefined : await terminate(member, around);
    group.members.splice(group.members.indexOf(member), 1);
    around.activities.end(activity, problem ? 'Failed' : 'Successful', problem);
    publishTerminate(around.cloud, group, member, activity);
    this.look();
  }

  private failed(activity: Activity, message: string, member?: MemberRecord): void {
    const { activities, cloud } = this.around;
    this.failuresInARow += 1;
    this.retryAt = cloud.clock.now() + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.failuresInARow - 1));
    activities.end(activity, 'Failed', message);
    publishLaunch(cloud, this.group, member, activity);
  }

  private async untilPoked(waitMs: number | undefined): Promise<void> {
    if (this.poked) return;
    const woken = new AbortController();
    this.poke = () => woken.abort();
    const { cloud, ending } = this.around;
    if (waitMs !== undefined) await cloud.clock.sleep(waitMs, woken.signal);
    else await Promise.race([abortOf(woken.signal), abortOf(ending)]);
  }
}
