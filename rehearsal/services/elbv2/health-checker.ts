import type { Clock } from '../../clock';
import type { ProbeResult, Prober } from '../../ports';
import { afterProbe, type HealthCheck, REGISTERED } from '../../stage/health-check';
import type { Switches } from '../../switches';
import { healthCheckOf } from './health-check-settings';
import type { TargetGroupRecord, TargetRecord } from './records';
import { type Elbv2State, groupsOf } from './state';

/** How long a first check takes to come under the switch's value 'at-once': a moment, so that a caller can see `initial`. */
const AT_ONCE_MS = 1000;

/**
 * Keeps the health of all targets: one loop for each target group that has something to wait for (a health check, the
 * end of a deregistration delay), none for the others.
 */
export class HealthChecker {
  private readonly loops = new Map<string, Loop>();
  private stopped = false;

  /** @param changed is called when a target's health has changed, or a target is gone */
  constructor(
    private readonly state: Elbv2State,
    private readonly clock: Clock,
    private readonly switches: Switches,
    private readonly prober: Prober,
    private readonly changed: () => void,
  ) {}

  /** To be called after every change of the state: which groups are in use, and when their targets are checked next. */
  public reconcile(): void {
    const used = new Set(this.state.allActions().flatMap((one) => groupsOf(one.actions)));
    for (const group of this.state.targetGroups.values()) {
      this.setInUse(group, used.has(group.arn));
      for (const target of group.targets.values()) this.schedule(group, target);
      this.look(group);
    }
  }

  /** Ends all loops; checks under way change nothing any more. */
  public stop(): void {
    this.stopped = true;
    for (const loop of this.loops.values()) loop.alarmClock.abort();
  }

  /** A group that comes into use starts from the beginning: what was known of its targets is old. */
  private setInUse(group: TargetGroupRecord, inUse: boolean): void {
    if (group.inUse === inUse) return;
    group.inUse = inUse;
    for (const target of group.targets.values()) {
      target.health = REGISTERED;
      target.nextCheckAt = undefined;
      target.slowStartFrom = undefined;
    }
  }

  private schedule(group: TargetGroupRecord, target: TargetRecord): void {
    const checked = group.inUse && target.drainsUntil === undefined && group.description.HealthCheckEnabled;
    if (!checked) target.nextCheckAt = undefined;
    else target.nextCheckAt ??= this.clock.now() + this.firstCheckAfterMs(group);
  }

  private firstCheckAfterMs(group: TargetGroupRecord): number {
    return this.switches.is('elbv2.firstHealthCheck', 'at-once')
      ? AT_ONCE_MS
      : healthCheckOf(group.description).intervalSeconds * 1000;
  }

  /** Wakes the group's loop, or starts it when there is something to wait for. */
  private look(group: TargetGroupRecord): void {
    if (this.stopped || nextMoment(group) === undefined) return;
    const loop = this.loops.get(group.arn);
    if (loop) {
      if ((nextMoment(group) ?? 0) < loop.until) loop.alarmClock.abort();
    } else {
      void this.run(group);
    }
  }

  private async run(group: TargetGroupRecord): Promise<void> {
    const loop: Loop = { alarmClock: new AbortController(), until: 0 };
    this.loops.set(group.arn, loop);
    while (!this.stopped && this.state.targetGroups.has(group.arn)) {
      const next = nextMoment(group);
      if (next === undefined) break;
      const ms = next - this.clock.now();
      if (ms > 0) {
        loop.alarmClock = new AbortController();
        loop.until = next;
        await this.clock.sleep(ms, loop.alarmClock.signal);
      } else {
        this.endDraining(group);
        this.startChecks(group);
      }
    }
    this.loops.delete(group.arn);
  }

  private endDraining(group: TargetGroupRecord): void {
    const gone = [...group.targets].filter(([, one]) => (one.drainsUntil ?? Infinity) <= this.clock.now());
    for (const [key] of gone) group.targets.delete(key);
    if (gone.length > 0) this.changed();
  }

  /** Checks run beside each other and beside the loop: a slow target does not delay another one's check. */
  private startChecks(group: TargetGroupRecord): void {
    const check = healthCheckOf(group.description);
    for (const target of group.targets.values()) {
      if ((target.nextCheckAt ?? Infinity) > this.clock.now()) continue;
      target.nextCheckAt = this.clock.now() + check.intervalSeconds * 1000;
      if (!target.checking) void this.checkOnce(target, check);
    }
  }

  private async checkOnce(target: TargetRecord, check: HealthCheck): Promise<void> {
    target.checking = true;
    const result = await this.probe(target, check);
    target.checking = false;
    // The group may have left use, or the target begun to drain, while the answer was on its way.
    if (this.stopped || target.nextCheckAt === undefined) return;
    const before = target.health;
    target.health = afterProbe(before, result, check);
    if (target.health.state === before.state && target.health.reason === before.reason) return;
    if (target.health.state !== 'healthy') target.slowStartFrom = undefined;
    else if (target.joined) target.slowStartFrom = this.clock.now();
    this.changed();
  }

  /** A prober that throws is a target that cannot be reached. */
  private async probe(target: TargetRecord, check: HealthCheck): Promise<ProbeResult> {
    try {
      return await this.prober.probe({
        target: { host: target.host, port: check.port ?? target.port },
        protocol: check.protocol,
        path: check.path,
        timeoutMs: check.timeoutSeconds * 1000,
      });
    } catch {
      return { error: 'refused' };
    }
  }
}

interface Loop {
  /** Wakes the loop before its time. */
  alarmClock: AbortController;
  /** When the loop wakes by itself. */
  until: number;
}

/** When the group's loop has something to do next. */
function nextMoment(group: TargetGroupRecord): number | undefined {
  let next: number | undefined;
  for (const { nextCheckAt, drainsUntil } of group.targets.values()) {
    const moment = drainsUntil ?? nextCheckAt;
    if (moment !== undefined && (next === undefined || moment < next)) next = moment;
  }
  return next;
}
