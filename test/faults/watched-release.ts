import { AwsError } from '../../rehearsal/aws-error';
import { ROLE, World } from '../fixtures/world';
import type { HookBehaviour } from '../fixtures/world-stage';
import type { PlannedHook, ReleasePlan, TimedFault } from './release-plan';

/** What CodeDeploy allows a candidate to be unsteady while traffic shifts, plus the time in which it notices. */
const LONGEST_WITHOUT_HEALTHY_TARGET_MS = 5 * 60_000 + 60_000;
/** More than the longest release: an hour for Install, an hour for each of five hooks, and the rest. */
const LONGEST_RELEASE_MS = 8 * 3_600_000;

/** A release of a plan in a world of its own, with somebody watching what must never happen. */
export class WatchedRelease {
  public readonly violations: string[] = [];
  public deploymentId = '';
  private readonly broken = new Set<string>();
  private readonly denied = new Set<string>();
  private readonly once: string[] = [];
  private liveHurt = false;
  private candidateHurt = false;
  private bareSince?: number;
  private candidateWeight = 0;

  private constructor(public readonly world: World) {
    world.fault = (action, principal) => this.failCall(action, principal.arn);
    world.elbv2.onChange(() => this.watch());
  }

  public static async run(plan: ReleasePlan, switches: Record<string, string> = {}): Promise<WatchedRelease> {
    const { config, desiredCount, bakeMinutes, readyMinutes } = plan;
    const alarms = ['errors'];
    const group = { config, desiredCount, bakeMinutes, readyMinutes, alarms };
    const world = await World.create({ ...group, weightedListener: true, switches });
    const release = new WatchedRelease(world);
    const hooks: Record<string, string> = {};
    for (const [event, planned] of Object.entries(plan.hooks))
      hooks[event] = await world.hook(event, release.behaviour(planned));
    release.deploymentId = await world.release(hooks);
    const faults = Promise.all(plan.faults.map((fault) => release.inflict(fault)));
    await world.finish(release.deploymentId);
    await world.clock.run(faults);
    // what faults did to tasks heals, draining ends
    world.tasks.sick.clear();
    await world.clock.advance(15 * 60_000);
    release.checkDuration((await world.deployment(release.deploymentId)).createTime);
    return release;
  }

  private behaviour(planned: PlannedHook): HookBehaviour {
    if (planned === 'passes') return this.world.reporting('Succeeded', 5_000);
    if (planned === 'fails') return this.world.reporting('Failed', 5_000);
    if (planned === 'is-silent') return async () => {};
    return async () => {
      throw new Error('the function is broken');
    };
  }

  private async inflict({ at, fault }: TimedFault): Promise<void> {
    const { world, deploymentId } = this;
    await world.clock.sleep(at * 1000);
    const orTooLate = (work: Promise<unknown>) => work.catch(() => undefined);
    switch (fault.kind) {
      case 'candidate-sick':
      case 'candidate-dies':
        this.candidateHurt = true;
        if (fault.kind === 'candidate-sick') world.tasks.sick.add('shop:2');
        else world.tasks.kill('shop:2');
        return;
      case 'live-dies':
        this.liveHurt = true;
        return world.tasks.kill('shop:1');
      case 'alarm':
        return void (await world.setAlarm('errors', 'ALARM'));
      case 'stop':
        return void (await orTooLate(world.call('codedeploy', 'StopDeployment', { deploymentId })));
      case 'promote': {
        const input = { deploymentId, deploymentWaitType: 'READY_WAIT' };
        return void (await orTooLate(world.call('codedeploy', 'ContinueDeployment', input)));
      }
      case 'second-release':
        return this.trySecondRelease();
      case 'throws-once':
        return void this.once.push(fault.action);
      case 'throws-for-ever':
        return void this.broken.add(fault.action);
      case 'denied':
        return void this.denied.add(fault.action);
    }
  }

  /** While the release or its rollback runs, a second one must be refused with the id of the running one. */
  private async trySecondRelease(): Promise<void> {
    const { status, rollbackInfo } = await this.world.deployment(this.deploymentId);
    const rollback = rollbackInfo?.rollbackDeploymentId;
    const running = ['Created', 'InProgress', 'Ready'];
    const isRunning =
      running.includes(status ?? '') ||
      (rollback && running.includes((await this.world.deployment(rollback)).status ?? ''));
    if (!isRunning) return;
    const refused: Error | undefined = await this.world.release().then(
      () => undefined,
      (error) => error,
    );
    const expected = `The Deployment Group 'Orders' already has an active Deployment '${rollback ?? this.deploymentId}'`;
    if (refused?.message !== expected)
      this.violations.push(`a second release while one runs: ${refused?.message ?? 'was accepted'}`);
  }

  private failCall(action: string, caller: string): void {
    if (caller !== ROLE) return;
    if (this.denied.has(action)) throw new AwsError('AccessDeniedException', `not authorized: ${action}`, 403);
    if (this.broken.has(action)) throw new AwsError('InternalFailure', 'it is broken', 500);
    const place = this.once.indexOf(action);
    if (place < 0) return;
    this.once.splice(place, 1);
    throw new AwsError('InternalFailure', 'it failed this once', 500);
  }

  /** Called at every change of weights and health. */
  private watch(): void {
    const { world } = this;
    const now = world.clock.now();
    const weights = world.weights();
    const candidateHealthy = world.elbv2.healthyTargets(world.green.arn).length > 0;
    const liveHealthy = world.elbv2.healthyTargets(world.blue.arn).length > 0;
    if (this.candidateWeight === 0 && weights.green > 0 && !candidateHealthy && !this.candidateHurt)
      this.violations.push('production weight on a candidate without a healthy target');
    if (weights.blue > 0 && weights.green === 0 && !liveHealthy && !this.liveHurt)
      this.violations.push('production on live, which has no healthy target');
    if (weights.blue + weights.green === 0) this.violations.push('production has no weight at all');
    this.candidateWeight = weights.green;
    if (weights.green > 0 && weights.blue > 0 && !candidateHealthy) this.bareSince ??= now;
    else this.bareSince = undefined;
    const bareMs = now - (this.bareSince ?? now);
    if (bareMs > LONGEST_WITHOUT_HEALTHY_TARGET_MS && !this.cannotGoBack)
      this.violations.push(`the shift went on for ${bareMs} ms without a healthy target of the candidate`);
  }

  /** Did a fault take away what going back needs? Then nobody can be held to have gone back. */
  public get cannotGoBack(): boolean {
    return [...this.broken, ...this.denied].some((action) => /^(ecs|elasticloadbalancing):/.test(action));
  }

  private checkDuration(createTime: Date | undefined): void {
    const ms = this.world.clock.now() - Number(createTime);
    if (ms > LONGEST_RELEASE_MS) this.violations.push(`the release took ${ms} ms`);
  }
}
