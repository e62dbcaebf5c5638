import type { Cloud } from '../../../cloud';
import type { TaskSets } from '../task-sets';
import { EMPTY_STAGE_MS, PENDING_MS, STAGE_LIMIT_MS, STEADY_POLL_MS, WEIGHTS_SETTLE_MS } from './durations';
import { type Hooks, type HookWeights, NO_WEIGHTS } from './hooks';
import { CloudStopped, Interruption } from './interruption';
import { ListenerRules, type Shares } from './listener-rules';
import { loadBalancerOf, type ServiceDeployment } from './records';
import { shiftPlan } from './shift-plan';
import type { Stage } from './stages';

/** What carrying out deployments needs. */
export interface Engine {
  readonly cloud: Cloud;
  readonly taskSets: TaskSets;
  readonly hooks: Hooks;
  /** Aborts when the local AWS stops. */
  readonly ending: AbortSignal;
}

/** The forward way of a deployment: its stages in their order. */
export class Forward {
  private readonly rules?: ListenerRules;
  private readonly halted: AbortSignal;

  constructor(
    private readonly engine: Engine,
    private readonly deployment: ServiceDeployment,
  ) {
    const loadBalancer = loadBalancerOf(deployment.target);
    this.rules = loadBalancer && new ListenerRules(engine.cloud, loadBalancer);
    this.halted = AbortSignal.any([deployment.interrupt.signal, engine.ending]);
  }

  /**
   * Runs to the moment at which the source revision has ended.
   *
   * @param reconciles whether another deployment of the service was cut short for this one
   * @throws Interruption what ended it early
   * @throws CloudStopped
   */
  public async run(reconciles: boolean): Promise<void> {
    const { deployment } = this;
    await this.wait(PENDING_MS);
    deployment.status = 'IN_PROGRESS';
    deployment.startedAt = this.now;
    if (reconciles) await this.askAt('RECONCILE_SERVICE');
    await this.askAt('PRE_SCALE_UP');
    await this.scaleUp();
    await this.askAt('POST_SCALE_UP');
    if (deployment.source) {
      await this.shiftTestTraffic();
      await this.askAt('POST_TEST_TRAFFIC_SHIFT');
      await this.shiftProductionTraffic();
      await this.askAt('POST_PRODUCTION_TRAFFIC_SHIFT');
      await this.stage('BAKE_TIME', () => this.wait((deployment.configuration.bakeTimeInMinutes ?? 0) * 60_000));
    }
    await this.cleanUp();
  }

  /** The target revision's tasks come up on the colour that serves nobody. */
  private async scaleUp(): Promise<void> {
    const { deployment, engine } = this;
    const { service, source, target } = deployment;
    await this.stage('SCALE_UP', async () => {
      target.targetGroupArn = (await this.findGroup()) ?? '';
      const loadBalancers = (target.settings.loadBalancers ?? []).map((one, index) =>
        index === 0 ? { ...one, targetGroupArn: target.targetGroupArn } : one,
      );
      target.set = engine.taskSets.add(
        service,
        { ...target.settings, loadBalancers },
        { startedBy: 'ECS', status: 'ACTIVE', scale: 100 },
      );
      if (!source) engine.taskSets.promote(service, target.set);
      await this.untilSteady();
    });
  }

  /** The first revision goes where production traffic leads already, each later one to the other group. */
  private async findGroup(): Promise<string | undefined> {
    const { source } = this.deployment;
    const { rules } = this;
    if (!rules) return undefined;
    const serving = await rules.serving();
    if (!source) return serving;
    if (source.targetGroupArn !== serving) {
      const text = `Service deployment rolled back because of invalid networking configuration. The productionListenerRule serves ${serving}, but the source service revision is behind ${source.targetGroupArn}.`;
      throw new Interruption('network', text);
    }
    return rules.groups.find((group) => group !== serving);
  }

  private async untilSteady(): Promise<void> {
    const { circuitBreaker, target, configuration } = this.deployment;
    const { enable = false, rollback = false } = configuration.deploymentCircuitBreaker ?? {};
    if (enable) circuitBreaker.status = 'MONITORING';
    const deadline = this.now + STAGE_LIMIT_MS;
    while (this.now < deadline) {
      await this.wait(STEADY_POLL_MS);
      if (target.set?.stabilityStatus === 'STEADY_STATE') {
        if (enable) circuitBreaker.status = 'MONITORING_COMPLETE';
        return;
      }
      if (enable && (target.set?.failedTasks ?? 0) >= circuitBreaker.threshold) {
        circuitBreaker.status = 'TRIGGERED';
        const text = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';
        throw new Interruption('circuit-breaker', text, rollback);
      }
    }
    throw new Interruption('time-out', 'Service deployment rolled back because SCALE_UP took longer than 24 hours.');
  }

  private async shiftTestTraffic(): Promise<void> {
    const { weights } = this.deployment;
    await this.stage('TEST_TRAFFIC_SHIFT', async () => {
      if (this.rules?.hasTestRule) {
        weights.test = 100;
        await this.rules.moveTest(this.shares(100));
        await this.wait(WEIGHTS_SETTLE_MS);
      }
      await this.ask('TEST_TRAFFIC_SHIFT', { test: this.weightsOf(weights.test), production: {} });
    });
  }

  private async shiftProductionTraffic(): Promise<void> {
    const { weights, configuration } = this.deployment;
    for (const { percent, bakeMinutes } of shiftPlan(configuration)) {
      const before = { test: {}, production: this.weightsOf(weights.production) };
      await this.stage('PRE_PRODUCTION_TRAFFIC_SHIFT', () => this.ask('PRE_PRODUCTION_TRAFFIC_SHIFT', before));
      await this.stage('PRODUCTION_TRAFFIC_SHIFT', async () => {
        await this.requireHealthy();
        // Before the call: a rollback must not miss weights that were moved by a call whose answer got lost.
        weights.production = percent;
        await this.rules?.moveProduction(this.shares(percent));
        await this.wait(WEIGHTS_SETTLE_MS);
        await this.ask('PRODUCTION_TRAFFIC_SHIFT', { test: {}, production: this.weightsOf(percent) });
        await this.wait(bakeMinutes * 60_000);
      });
    }
  }

  /** Whether ECS looks at the tasks again before it moves weights to them is not said (field notes: containers-roadmap#2853). */
  private async requireHealthy(): Promise<void> {
    if (this.engine.cloud.switches.is('ecs.health-before-a-step', 'not-looked-at')) return;
    if (this.deployment.target.set?.tasks.some(({ health }) => health === 'HEALTHY')) return;
    throw new Interruption(
      'network',
      'Service deployment rolled back because no task of the target service revision is healthy.',
    );
  }

  /** From here on nothing goes back: the source revision's tasks end. */
  private async cleanUp(): Promise<void> {
    const { deployment, engine } = this;
    const { service, source, target } = deployment;
    await this.stage('CLEAN_UP', async () => {
      deployment.committed = true;
      if (!source || !target.set) return;
      engine.taskSets.promote(service, target.set);
      const old = source.set;
      if (!old) return;
      engine.taskSets.drain(old);
      while (service.taskSets.includes(old) && !engine.ending.aborted) await this.wait(STEADY_POLL_MS);
    });
  }

  private askAt(name: Stage): Promise<void> {
    return this.stage(name, () => this.ask(name, NO_WEIGHTS));
  }

  /** A first deployment has no revision beside it that hooks could protect; whether they are asked then is not said. */
  private async ask(name: Stage, weights: HookWeights): Promise<void> {
    const { deployment, engine } = this;
    if (!deployment.source && engine.cloud.switches.is('ecs.hooks-of-the-first-deployment', 'not-asked')) return;
    await engine.hooks.ask(deployment, name, weights, this.halted);
  }

  private async stage(name: Stage, work: () => Promise<void>): Promise<void> {
    const { deployment } = this;
    this.throwIfInterrupted();
    deployment.stage = name;
    deployment.updatedAt = this.now;
    await work();
    await this.wait(EMPTY_STAGE_MS);
    deployment.updatedAt = this.now;
  }

  private shares(percent: number): Shares {
    const { source, target } = this.deployment;
    return { target: target.targetGroupArn, source: source?.targetGroupArn ?? '', percent };
  }

  private weightsOf(percent: number): Record<string, number> {
    const { source, target } = this.deployment;
    return { [target.arn]: percent, ...(source && { [source.arn]: Math.round((100 - percent) * 10) / 10 }) };
  }

  private async wait(ms: number): Promise<void> {
    this.throwIfInterrupted();
    await this.engine.cloud.clock.sleep(ms, this.deployment.committed ? this.engine.ending : this.halted);
    this.throwIfInterrupted();
  }

  private throwIfInterrupted(): void {
    if (this.engine.ending.aborted) throw new CloudStopped();
    const { signal } = this.deployment.interrupt;
    if (signal.aborted && !this.deployment.committed) throw signal.reason;
  }

  private get now(): number {
    return this.engine.cloud.clock.now();
  }
}
