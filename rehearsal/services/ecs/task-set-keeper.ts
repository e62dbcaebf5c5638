import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { Cloud } from '../../cloud';
import type { TaskRunner } from '../../ports';
import { serviceCalled } from '../../principal';
import { restartDelayMs } from './back-off';
import { HEALTH_POLL_MS } from './durations';
import type { Identifiers } from './identifiers';
import { aliveTasks, computedDesiredCount, stabilityStatus } from './stability';
import type { ServiceState, TaskSetState, TaskState } from './state';
import { liveAsTask } from './task-story';

/** What keeping task sets needs. */
export interface Keeping {
  readonly cloud: Cloud;
  readonly runner: TaskRunner;
  readonly identifiers: Identifiers;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
  /** Called when the stability of a task set changed. */
  readonly stabilityChanged: (service: ServiceState, set: TaskSetState) => void;
}

/** Stopped tasks that are remembered for DescribeTasks. */
const REMEMBERED_TASKS = 20;

/** Keeps one task set at its desired count: starts what is missing, replaces what fails, stops what is too much. */
export class TaskSetKeeper {
  private readonly lives = new Map<TaskState, { readonly stop: AbortController; readonly over: Promise<void> }>();
  private poke: () => void = () => {};
  private poked = false;
  private watching = false;
  private ended = false;
  private restartAt = 0;
  /** When the last failure was counted. */
  private failedAt = 0;

  constructor(
    private readonly service: ServiceState,
    public readonly set: TaskSetState,
    private readonly definition: TaskDefinition,
    private readonly keeping: Keeping,
  ) {}

  /** Keeps on until the task set is DRAINING and its last task has stopped. */
  public async keep(): Promise<void> {
    const { signal } = this.keeping;
    while (!signal.aborted) {
      this.poked = false;
      this.stopSurplus();
      const waitMs = this.startMissing();
      this.judgeStability();
      if (this.set.status === 'DRAINING' && this.set.tasks.every((task) => task.lastStatus === 'STOPPED')) break;
      await this.untilPoked(waitMs);
    }
    this.ended = true;
  }

  /** Something changed (desired count, a task): look again. */
  public look(): void {
    this.poked = true;
    this.poke();
  }

  /** Stops every task at once and keeps nothing any more: the local AWS stops. Call it after `signal` has aborted. */
  public async end(): Promise<void> {
    const lives = [...this.lives];
    for (const [task] of lives) this.stopTask(task, 'the local AWS stops');
    this.look();
    await Promise.all(lives.map(([, { over }]) => over));
  }

  /** Stops one task; it is replaced when it is still wanted. */
  public stopTask(task: TaskState, reason: string): void {
    if (task.desiredStatus === 'STOPPED') return;
    task.desiredStatus = 'STOPPED';
    task.stoppedReason = reason;
    this.lives.get(task)?.stop.abort(reason);
    this.look();
  }

  private get wanted(): number {
    return this.set.status === 'DRAINING' ? 0 : computedDesiredCount(this.service, this.set);
  }

  private stopSurplus(): void {
    const alive = aliveTasks(this.set);
    const surplus = alive.length - this.wanted;
    if (surplus <= 0) return;
    const worstFirst = alive.toSorted((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt);
    for (const task of worstFirst.slice(0, surplus)) {
      const reason = `Scaling activity initiated by (deployment ${this.set.id})`;
      this.stopTask(task, reason);
    }
  }

  /** Starts the missing tasks; answers how long to wait when it must not yet, else undefined. */
  private startMissing(): number | undefined {
    const missing = this.wanted - aliveTasks(this.set).length;
    if (missing <= 0) return undefined;
    const waitMs = this.restartAt - this.keeping.cloud.clock.now();
    if (waitMs > 0) return waitMs;
    for (let index = 0; index < missing; index++) this.startTask();
    return undefined;
  }

  private startTask(): void {
    const { cloud, identifiers, runner } = this.keeping;
    const task = this.newTask(cloud, identifiers);
    const stop = new AbortController();
    this.set.tasks.push(task);
    const changed = () => {
      if (task.desiredStatus === 'STOPPED' && task.lastStatus === 'STOPPING' && !stop.signal.aborted)
        this.countFailure(task);
      if (task.lastStatus === 'RUNNING' && task.registered) this.watchHealth();
      this.look();
    };
    const ending = this.keeping.signal;
    const surroundings = { cloud, runner, changed, ending };
    const over = liveAsTask(task, this.set, this.definition, stop.signal, surroundings).then(() => {
      this.lives.delete(task);
      this.forgetOldTasks();
      this.look();
    });
    this.lives.set(task, { stop, over });
  }

  private newTask(cloud: Cloud, identifiers: Identifiers): TaskState {
    const [loadBalancer] = this.set.loadBalancers;
    const containers = this.definition.containerDefinitions ?? [];
    const container = containers.find(({ name }) => name === loadBalancer?.containerName) ?? containers[0];
    return {
      arn: cloud.arn('ecs', `task/${this.service.cluster.name}/${identifiers.taskId()}`),
      taskDefinitionArn: this.set.taskDefinitionArn,
      containerName: container?.name ?? '',
      address: {
        host: identifiers.address(),
        port: loadBalancer?.containerPort ?? container?.portMappings?.[0]?.containerPort ?? 0,
      },
      createdAt: cloud.clock.now(),
      lastStatus: 'PROVISIONING',
      desiredStatus: 'RUNNING',
      registered: false,
      health: 'UNKNOWN',
    };
  }

  /** Tasks that were started together and fail together are one failure. */
  private countFailure(task: TaskState): void {
    const now = this.keeping.cloud.clock.now();
    this.set.failedTasks += 1;
    if (task.createdAt < this.failedAt) return;
    this.failedAt = now;
    this.set.failuresInARow += 1;
    this.restartAt = now + restartDelayMs(this.set.failuresInARow, task.startedAt !== undefined);
  }

  /** Asks the target groups how the tasks are, as long as there are registered tasks. */
  private async watchHealth(): Promise<void> {
    if (this.watching) return;
    this.watching = true;
    const { cloud, signal } = this.keeping;
    while (!this.ended && !signal.aborted && this.set.tasks.some((task) => task.registered)) {
      await this.readHealth().catch(() => undefined);
      await cloud.clock.sleep(HEALTH_POLL_MS, signal);
    }
    this.watching = false;
  }

  private async readHealth(): Promise<void> {
    const states: Map<string, string>[] = [];
    for (const { targetGroupArn } of this.set.loadBalancers) {
      if (targetGroupArn) states.push(await healthOf(this.keeping.cloud, targetGroupArn));
    }
    for (const task of this.set.tasks) {
      if (!task.registered) continue;
      const key = `${task.address.host}:${task.address.port}`;
      this.judgeHealth(
        task,
        states.map((state) => state.get(key) ?? 'initial'),
      );
    }
    this.look();
  }

  private judgeHealth(task: TaskState, states: string[]): void {
    // a target group that no listener uses checks nobody: its targets are `unused`, which holds nothing up
    if (states.every((state) => state === 'healthy' || state === 'unused' || state === 'unavailable')) {
      task.health = 'HEALTHY';
      // a task that was healthy all along says nothing about those that fail
      if (task.createdAt >= this.failedAt) this.set.failuresInARow = 0;
      return;
    }
    task.health = states.includes('unhealthy') ? 'UNHEALTHY' : 'UNKNOWN';
    const graceMs = (this.service.settings.healthCheckGracePeriodSeconds ?? 0) * 1000;
    const age = this.keeping.cloud.clock.now() - (task.startedAt ?? 0);
    if (task.health !== 'UNHEALTHY' || age < graceMs) return;
    this.countFailure(task);
    const groups = this.set.loadBalancers.map(({ targetGroupArn }) => targetGroupArn).join(', ');
    this.stopTask(task, `Task failed ELB health checks in (target-group ${groups})`);
  }

  private judgeStability(): void {
    const status = stabilityStatus(this.wanted, this.set);
    if (status === this.set.stabilityStatus) return;
    this.set.stabilityStatus = status;
    this.set.stabilityStatusAt = this.keeping.cloud.clock.now();
    this.keeping.stabilityChanged(this.service, this.set);
  }

  private forgetOldTasks(): void {
    const stopped = this.set.tasks.filter((task) => task.lastStatus === 'STOPPED');
    for (const task of stopped.slice(0, -REMEMBERED_TASKS)) this.set.tasks.splice(this.set.tasks.indexOf(task), 1);
  }

  private async untilPoked(waitMs: number | undefined): Promise<void> {
    if (this.poked) return;
    if (waitMs === undefined) {
      await new Promise<void>((resolve) => {
        this.poke = resolve;
      });
      return;
    }
    const woken = new AbortController();
    this.poke = () => woken.abort('poked');
    await this.keeping.cloud.clock.sleep(waitMs, woken.signal);
  }
}

/** Which task goes first when there are too many: those that serve nobody. */
function rank(task: TaskState): number {
  if (task.lastStatus !== 'RUNNING') return 0;
  return task.health === 'HEALTHY' ? 2 : 1;
}

async function healthOf(cloud: Cloud, targetGroupArn: string): Promise<Map<string, string>> {
  const { TargetHealthDescriptions = [] } = (await cloud.call(
    'elasticloadbalancing',
    'DescribeTargetHealth',
    { TargetGroupArn: targetGroupArn },
    serviceCalled('ecs.amazonaws.com'),
  )) as { TargetHealthDescriptions?: { Target?: { Id?: string; Port?: number }; TargetHealth?: { State?: string } }[] };
  return new Map(
    TargetHealthDescriptions.map(({ Target, TargetHealth }) => [
      `${Target?.Id}:${Target?.Port}`,
      TargetHealth?.State ?? 'initial',
    ]),
  );
}
