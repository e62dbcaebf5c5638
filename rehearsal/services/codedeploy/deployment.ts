import type { Cloud } from '../../cloud';
import type { AppSpec } from './app-spec';
import { AsRole } from './as-role';
import { CREATED_MS, EMPTY_EVENT_MS, HEALTH_TIMEOUT_MS, LISTENER_SETTLE_MS, STABILITY_POLL_MS } from './durations';
import { pairOf } from './group-validation';
import type { Hooks } from './hooks';
import { CloudStopped, failure, Interruption } from './interruption';
import { HOOK_EVENTS, type HookEventName, type LifecycleEventName, skipped, started, succeeded } from './lifecycle';
import { notify } from './notify';
import type { DeploymentRecord, Side } from './records';
import { readAppSpec } from './revision';
import { productionWeights, shiftTraffic, watchSteadiness } from './shift';
import { createReplacement, deleteTaskSet, findPrimary, findTaskSet, makePrimary, type Sides } from './task-set-pair';
import { moveTraffic, servingTargetGroups } from './traffic';

const UNHEALTHY =
  'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.';
const NOT_BEHIND_LISTENER =
  'The ELB could not be updated due to the following error: Primary taskset target group must be behind listener';

/** The forward way of one deployment: the eight lifecycle events in their order, then the termination wait. */
export class Deployment {
  private readonly role: AsRole;
  /** Aborts when the deployment is interrupted, or the local AWS stops. */
  private readonly halted: AbortSignal;
  private spec?: AppSpec;

  /** @param ending aborts when the local AWS stops */
  constructor(
    private readonly cloud: Cloud,
    private readonly hooks: Hooks,
    private readonly record: DeploymentRecord,
    private readonly ending: AbortSignal,
  ) {
    this.role = new AsRole(cloud, record.settings.serviceRoleArn ?? '');
    this.halted = AbortSignal.any([record.interrupt.signal, ending]);
  }

  /**
   * Runs to the moment at which the original is being terminated.
   *
   * @throws Interruption what ended it early
   * @throws CloudStopped
   */
  public async run(): Promise<void> {
    const { record } = this;
    await this.wait(CREATED_MS);
    record.status = 'InProgress';
    record.startTime = this.now;
    this.spec = await readAppSpec(this.cloud, this.role, record.revision);

    await this.event('BeforeInstall', () => this.hook('BeforeInstall'));
    await this.event('Install', () => this.install());
    await this.event('AfterInstall', () => this.hook('AfterInstall'));
    await this.testEvent('AllowTestTraffic', () => this.allowTestTraffic());
    await this.readyWait('before-AfterAllowTestTraffic');
    await this.testEvent('AfterAllowTestTraffic', () => this.hook('AfterAllowTestTraffic'));
    await this.readyWait('before-BeforeAllowTraffic');
    await this.event('BeforeAllowTraffic', () => this.hook('BeforeAllowTraffic'));
    await this.readyWait('before-AllowTraffic');
    await this.event('AllowTraffic', () => this.allowTraffic());
    await this.flipPrimary('after-AllowTraffic');
    await this.event('AfterAllowTraffic', () => this.hook('AfterAllowTraffic'));
    await this.flipPrimary('after-AfterAllowTraffic');
    await this.terminateOriginal();
  }

  /** The replacement task set comes up behind the idle target group, and becomes healthy. */
  private async install(): Promise<void> {
    const { record, role } = this;
    const sides = await findPrimary(role, record.settings);
    record.original = sides.original;
    await this.checkListeners(sides);
    await this.removeLeftOvers(sides);
    await this.listBothTargetGroups(sides);
    record.replacement = await createReplacement(role, record.settings, sides, this.theSpec, record.id);
    const deadline = this.now + HEALTH_TIMEOUT_MS;
    while (this.now < deadline) {
      await this.wait(Math.min(STABILITY_POLL_MS, deadline - this.now));
      const set = await findTaskSet(role, record.settings, record.replacement.taskSetId);
      if (set?.stabilityStatus === 'STEADY_STATE') return;
    }
    throw failure('TIMEOUT', UNHEALTHY);
  }

  private async checkListeners({ original }: Sides): Promise<void> {
    const { prodTrafficRoute, testTrafficRoute } = pairOf(this.record.settings);
    const mustServe = [...(prodTrafficRoute?.listenerArns ?? [])];
    if (this.is('test-listener-must-serve', 'yes')) mustServe.push(...(testTrafficRoute?.listenerArns ?? []));
    for (const listener of mustServe) {
      const serving = await servingTargetGroups(this.role, listener);
      if (!serving.has(original.targetGroupArn)) throw failure('ELASTIC_LOAD_BALANCING_INVALID', NOT_BEHIND_LISTENER);
    }
  }

  /** Task sets that an earlier deployment left behind the idle target group would mix with the candidate (INFERENCE). */
  private async removeLeftOvers({ service, idle }: Sides): Promise<void> {
    for (const set of service.taskSets ?? []) {
      const isLeftOver = set.status === 'ACTIVE' && set.loadBalancers?.[0]?.targetGroupArn === idle.targetGroupArn;
      if (isLeftOver && set.id) await deleteTaskSet(this.role, this.record.settings, set.id);
    }
  }

  /** A shift in steps lists both groups from here on, so that the idle one is health-checked (aws-facts 1.8, 5.3). */
  private async listBothTargetGroups({ original, idle }: Sides): Promise<void> {
    if (this.record.routing.type !== 'AllAtOnce')
      await moveTraffic(this.role, this.productionListener, productionWeights(original, idle, 0));
  }

  private async allowTestTraffic(): Promise<void> {
    const { replacement, original } = this.bothSides;
    if (!this.testListener) return;
    const form = this.is('test-listener-form', 'weighted') ? 'weighted' : 'single';
    await moveTraffic(this.role, this.testListener, productionWeights(original, replacement, 100), form);
    await this.wait(LISTENER_SETTLE_MS);
  }

  private async allowTraffic(): Promise<void> {
    const { original, replacement } = this.bothSides;
    const { cloud, role, record } = this;
    const shifted = new AbortController();
    const stop = (why: Interruption) => record.interrupt.abort(why);
    const watching = AbortSignal.any([shifted.signal, this.halted]);
    void watchSteadiness(cloud, role, record, watching, stop);
    try {
      await shiftTraffic(cloud, role, record, original, replacement, (ms) => this.wait(ms));
    } finally {
      shifted.abort('shifted');
    }
  }

  private async flipPrimary(moment: string): Promise<void> {
    if (!this.is('primary-flips', moment)) return;
    await makePrimary(this.role, this.record.settings, this.bothSides.replacement);
    this.throwIfInterrupted();
  }

  /** The original stays up for the termination wait, during which going back is possible; then it goes. */
  private async terminateOriginal(): Promise<void> {
    const { record } = this;
    const { action, terminationWaitTimeInMinutes = 0 } =
      record.settings.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess ?? {};
    if (action === 'KEEP_ALIVE' && this.is('keep-alive', 'kept')) return;
    record.terminationWaitStarted = true;
    await this.untilContinued('TERMINATION_WAIT', terminationWaitTimeInMinutes);
    record.committed = true;
    await deleteTaskSet(this.role, record.settings, this.bothSides.original.taskSetId);
  }

  /** Waits for a person in status Ready, where the group asks for it (aws-facts 1.6). */
  private async readyWait(position: string): Promise<void> {
    const { record } = this;
    const { actionOnTimeout, waitTimeInMinutes = 0 } =
      record.settings.blueGreenDeploymentConfiguration?.deploymentReadyOption ?? {};
    const stops = actionOnTimeout === 'STOP_DEPLOYMENT';
    const waits = waitTimeInMinutes > 0 && this.is('continue-deployment-with-minutes', 'waits-in-ready');
    if (!(stops || waits) || !this.is('ready-wait-position', position)) return;
    record.status = 'Ready';
    notify(this.cloud, record, 'READY');
    const continued = await this.untilContinued('READY_WAIT', waitTimeInMinutes);
    if (!continued && stops) {
      const text = `The deployment timed out while waiting for a notification to continue. This time out period is ${waitTimeInMinutes} minutes.`;
      throw new Interruption('ready-timeout', 'TIMEOUT', text);
    }
    record.status = 'InProgress';
  }

  /** @returns whether somebody continued it before the time was over */
  private async untilContinued(type: 'READY_WAIT' | 'TERMINATION_WAIT', minutes: number): Promise<boolean> {
    const continued = new AbortController();
    this.record.waiting = { type, proceed: () => continued.abort('continued') };
    await this.wait(minutes * 60_000, continued.signal);
    this.record.waiting = undefined;
    return continued.signal.aborted;
  }

  private async hook(event: HookEventName): Promise<void> {
    const name = this.theSpec.hooks[event];
    if (!name) return this.wait(EMPTY_EVENT_MS);
    await this.hooks.ask(this.role, this.record.id, name, this.halted);
  }

  /** AllowTestTraffic and what follows it happen only with a test listener (aws-facts 1.1). */
  private async testEvent(name: LifecycleEventName, work: () => Promise<void>): Promise<void> {
    if (this.testListener) return this.event(name, work);
    if (this.is('no-test-listener-events', 'Succeeded')) return this.event(name, () => this.wait(EMPTY_EVENT_MS));
    this.record.events = skipped(this.record.events, name);
  }

  private async event(name: LifecycleEventName, work: () => Promise<void>): Promise<void> {
    const { record } = this;
    record.events = started(record.events, name, this.now);
    record.lastUpdatedAt = this.now;
    await work();
    this.throwIfInterrupted();
    record.events = succeeded(record.events, name, this.now);
    record.lastUpdatedAt = this.now;
  }

  private async wait(ms: number, early?: AbortSignal): Promise<void> {
    this.throwIfInterrupted();
    await this.cloud.clock.sleep(ms, early ? AbortSignal.any([this.halted, early]) : this.halted);
    this.throwIfInterrupted();
  }

  private throwIfInterrupted(): void {
    if (this.ending.aborted) throw new CloudStopped();
    const { signal } = this.record.interrupt;
    if (signal.aborted && !this.record.committed) throw signal.reason;
  }

  private is(name: string, value: string): boolean {
    return this.cloud.switches.is(`codedeploy.${name}`, value);
  }

  private get now(): number {
    return this.cloud.clock.now();
  }

  private get productionListener(): string {
    return pairOf(this.record.settings).prodTrafficRoute?.listenerArns?.[0] ?? '';
  }

  private get testListener(): string | undefined {
    return pairOf(this.record.settings).testTrafficRoute?.listenerArns?.[0];
  }

  private get theSpec(): AppSpec {
    if (!this.spec) throw new Error('the AppSpec is asked for before it was read');
    return this.spec;
  }

  private get bothSides(): { original: Side; replacement: Side } {
    const { original, replacement } = this.record;
    if (!original || !replacement) throw new Error('both sides are asked for before Install');
    return { original, replacement };
  }
}

/** Is a hook allowed at this event? */
export function isHookEvent(name: LifecycleEventName): name is HookEventName {
  return HOOK_EVENTS.some((event) => event === name);
}
