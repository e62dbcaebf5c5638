import type { InstanceRefreshStatus } from '@aws-sdk/client-auto-scaling';
import { READY_TIMEOUT_MS, REFRESH_POLL_MS, REFRESH_STARTS_AFTER_MS } from './durations';
import { publishRefresh } from './events';
import type { GroupKeeper } from './group-keeper';
import { AUTO_SCALING } from './load-balancer';
import type { Surroundings } from './member-story';
import { capacityOf, type GroupRecord, type MemberRecord, type RefreshRecord, templateOf } from './records';
import { checkpointCounts, nextBatch } from './refresh-plan';

/** Why a refresh does not go on. */
class Ended extends Error {
  constructor(
    public readonly how: 'cancelled' | 'failed' | 'stopped' | 'rollback',
    message: string,
  ) {
    super(message);
  }
}

/** One instance refresh, from its start to its end. Never rejects. */
export class RefreshStory {
  private readonly preferences;
  private readonly before;

  constructor(
    private readonly group: GroupRecord,
    private readonly refresh: RefreshRecord,
    private readonly keeper: GroupKeeper,
    private readonly around: Surroundings,
  ) {
    this.preferences = refresh.description.Preferences ?? {};
    this.before = group.launch;
  }

  public async run(): Promise<void> {
    try {
      await this.sleep(REFRESH_STARTS_AFTER_MS);
      this.move('InProgress');
      this.tell('Started');
      await this.replace(this.preferences.SkipMatching ?? false);
      await this.bake();
      this.group.launch = this.refresh.configuration;
      this.finish('Successful', 'Succeeded');
    } catch (error) {
      await this.end(error instanceof Ended ? error : new Ended('failed', String(error)));
    } finally {
      this.group.surge = 0;
      this.keeper.look();
    }
  }

  private async end({ how, message }: Ended): Promise<void> {
    const { description } = this.refresh;
    if (how === 'stopped') return;
    description.StatusReason = message;
    this.group.surge = 0;
    if (how === 'cancelled') this.finish('Cancelled', 'Cancelled');
    else if (how === 'rollback' || this.preferences.AutoRollback) await this.rollBack(message);
    else this.finish('Failed', 'Failed');
  }

  /** The same again with the configuration of before; instances that still have it stay. */
  private async rollBack(reason: string): Promise<void> {
    const { refresh, around } = this;
    refresh.asked = undefined;
    this.move('RollbackInProgress');
    refresh.description.RollbackDetails = {
      RollbackReason: reason,
      RollbackStartTime: new Date(around.cloud.clock.now()),
      PercentageCompleteOnRollback: refresh.description.PercentageComplete,
      InstancesToUpdateOnRollback: refresh.description.InstancesToUpdate,
    };
    this.tell('Rollback Started');
    refresh.configuration = this.before;
    try {
      await this.replace(true, false);
      this.finish('RollbackSuccessful', 'Rollback Succeeded');
    } catch (error) {
      if (error instanceof Ended && error.how === 'stopped') return;
      refresh.description.StatusReason = error instanceof Error ? error.message : String(error);
      this.finish('RollbackFailed', 'Rollback Failed');
    }
  }

  private async replace(skipsMatching: boolean, hasCheckpoints = true): Promise<void> {
    const { group, around } = this;
    const { cloud } = around;
    const isOld = (member: MemberRecord) => !skipsMatching || !this.matches(member);
    const left = capacityOf(group).filter((one) => isOld(one) && this.mayReplace(one));
    const total = left.length;
    for (const one of group.warm) if (isOld(one)) one.health = 'Unhealthy';
    const fresh = new Set<MemberRecord>(capacityOf(group).filter((one) => !left.includes(one)));
    const goals = checkpointCounts(total, hasCheckpoints ? this.preferences.CheckpointPercentages : []);
    for (const [index, goal] of goals.entries()) {
      while (total - left.length < goal) {
        this.progress(left.length, total);
        const batch = nextBatch({
          desired: group.desired,
          ready: this.ready(capacityOf(group)).length,
          minHealthyPercentage: this.preferences.MinHealthyPercentage ?? 90,
          maxHealthyPercentage: this.preferences.MaxHealthyPercentage ?? 100,
          left: goal - (total - left.length),
        });
        const leaving = left.splice(0, batch.size);
        await this.replaceBatch(leaving, batch.launchFirst, fresh, left);
      }
      this.progress(left.length, total);
      const isLast = index === goals.length - 1;
      if (isLast) break;
      this.tell('Checkpoint Reached');
      await this.sleepJudged((this.preferences.CheckpointDelay ?? 0) * 1000, cloud.clock.now());
    }
  }

  private async replaceBatch(
    leaving: MemberRecord[],
    launchFirst: number,
    fresh: Set<MemberRecord>,
    left: readonly MemberRecord[],
  ): Promise<void> {
    const { group, keeper } = this;
    const cause = 'an instance was taken out of service in response to an instance refresh.';
    const old = new Set([...leaving, ...left]);
    const readyFresh = () => this.ready(capacityOf(group).filter((one) => !old.has(one)));
    // an instance is replaced when the old one is gone
    const settled = () =>
      leaving.every((one) => !group.members.includes(one)) &&
      readyFresh().length >= Math.min(fresh.size + leaving.length, group.desired - left.length);
    const alive = leaving.filter((one) => one.leaving === undefined);
    const first = alive.slice(launchFirst);
    group.surge = launchFirst;
    for (const one of first) keeper.end(one, cause);
    keeper.look();
    if (launchFirst > 0) {
      const target = readyFresh().length + launchFirst;
      await this.until(() => readyFresh().length >= Math.min(target, group.desired));
      group.surge = 0;
      for (const one of alive.slice(0, launchFirst)) keeper.end(one, cause);
    }
    await this.until(settled);
    for (const one of readyFresh()) fresh.add(one);
  }

  /** Instances that are in service, healthy (for the target groups too, when the group asks these) and warmed up. */
  private ready(members: readonly MemberRecord[]): MemberRecord[] {
    const now = this.around.cloud.clock.now();
    const warmupMs = (this.preferences.InstanceWarmup ?? 0) * 1000;
    const asksTargets = this.group.healthCheckTypes.includes('ELB');
    return members.filter(
      (one) =>
        one.lifecycleState === 'InService' &&
        one.health === 'Healthy' &&
        (one.isTargetHealthy || !asksTargets) &&
        now - (one.inServiceAt ?? now) >= warmupMs,
    );
  }

  /** Was it launched from what the refresh launches from? */
  private matches({ launchTemplate }: MemberRecord): boolean {
    const { LaunchTemplateId, LaunchTemplateName, Version } = templateOf(this.refresh.configuration);
    const wanted = this.around.ec2.launchTemplateVersion({ LaunchTemplateId, LaunchTemplateName, Version });
    return wanted.id === launchTemplate.id && wanted.version === launchTemplate.version;
  }

  private mayReplace({ isProtected }: MemberRecord): boolean {
    if (!isProtected || this.preferences.ScaleInProtectedInstances === 'Refresh') return true;
    if (this.preferences.ScaleInProtectedInstances === 'Ignore') return false;
    throw new Ended('failed', 'There are instances that are protected from scale-in.');
  }

  private async bake(): Promise<void> {
    const ms = (this.preferences.BakeTime ?? 0) * 1000;
    if (ms === 0) return;
    this.move('Baking');
    await this.sleepJudged(ms, this.around.cloud.clock.now());
  }

  private async sleepJudged(ms: number, from: number): Promise<void> {
    const { clock } = this.around.cloud;
    while (clock.now() < from + ms) {
      await this.sleep(Math.min(REFRESH_POLL_MS * 3, from + ms - clock.now()));
      await this.judge();
    }
  }

  private async until(isTrue: () => boolean): Promise<void> {
    const { clock } = this.around.cloud;
    const deadline = clock.now() + READY_TIMEOUT_MS;
    while (!isTrue()) {
      await this.judge();
      if (clock.now() >= deadline)
        throw new Ended('failed', `Replaced instances were not ready within ${READY_TIMEOUT_MS / 60_000} minutes.`);
      await this.sleep(REFRESH_POLL_MS);
    }
    await this.judge();
  }

  /** @throws Ended when somebody asked for the end, or an alarm fires */
  private async judge(): Promise<void> {
    if (this.group.isDeleting) throw new Ended('stopped', 'The group is deleted.');
    if (this.refresh.asked === 'cancel') throw new Ended('cancelled', 'Cancelled by a user.');
    if (this.refresh.asked === 'rollback') throw new Ended('rollback', 'A rollback was requested by a user.');
    const AlarmNames = this.preferences.AlarmSpecification?.Alarms;
    if (!AlarmNames?.length) return;
    const { MetricAlarms = [], CompositeAlarms = [] } = (await this.around.cloud.call(
      'cloudwatch',
      'DescribeAlarms',
      { AlarmNames, StateValue: 'ALARM', AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
      AUTO_SCALING,
    )) as { MetricAlarms?: { AlarmName?: string }[]; CompositeAlarms?: { AlarmName?: string }[] };
    const [firing] = [...MetricAlarms, ...CompositeAlarms];
    if (firing) throw new Ended('failed', `The alarm ${firing.AlarmName} went into the ALARM state.`);
  }

  private async sleep(ms: number): Promise<void> {
    const { cloud, ending } = this.around;
    await cloud.clock.sleep(ms, ending);
    if (ending.aborted) throw new Ended('stopped', 'The local AWS stops.');
  }

  private progress(left: number, total: number): void {
    const { description } = this.refresh;
    description.InstancesToUpdate = left;
    description.PercentageComplete = total === 0 ? 100 : Math.floor(((total - left) / total) * 100);
  }

  private move(status: InstanceRefreshStatus): void {
    // a call that asks for the end has said so already
    if (!this.refresh.asked) this.refresh.description.Status = status;
  }

  private finish(status: InstanceRefreshStatus, event: string): void {
    this.refresh.asked = undefined;
    this.refresh.description.Status = status;
    this.refresh.description.EndTime = new Date(this.around.cloud.clock.now());
    this.tell(event);
  }

  private tell(what: string): void {
    publishRefresh(this.around.cloud, this.group, what, this.refresh.description.InstanceRefreshId);
  }
}
