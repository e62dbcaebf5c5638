import type { Cloud } from '../../../cloud';
import type { DeploymentAgent } from '../../../ports';
import { AsRole } from '../as-role';
import { CREATED_MS } from '../durations';
import { failure, Interruption } from '../interruption';
import { instancesOf } from './instances';
import { type Hosts, hasSucceeded, mayBegin, minimumHealthy } from './minimum-healthy';
import { type InstanceTargetRecord, newTarget, type ServerDeploymentRecord } from './server-records';

/** The agent asks for work every few seconds (INFERENCE); this is what an event takes beside its own scripts. */
const EVENT_MS = 2_000;
const NO_INSTANCES =
  'The deployment failed because no instances were found for your deployment group. Check your deployment group settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups correctly identify the instances you want to deploy to, and then try again.';
const TOO_FEW =
  'The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.';

/** Runs one deployment to instances, until all of them are done. */
export class ServerDeployment {
  private readonly halted: AbortSignal;

  /** @param ending aborts when the local AWS stops */
  constructor(
    private readonly cloud: Cloud,
    private readonly agent: DeploymentAgent,
    private readonly record: ServerDeploymentRecord,
    ending: AbortSignal,
  ) {
    this.halted = AbortSignal.any([record.interrupt.signal, ending]);
  }

  /** @throws Interruption what failed or stopped it */
  public async run(): Promise<void> {
    const { record, cloud } = this;
    await cloud.clock.sleep(CREATED_MS, this.halted);
    this.check();
    record.status = 'InProgress';
    record.startTime = cloud.clock.now();
    const ids = record.onlyInstance ? [record.onlyInstance] : await this.findInstances();
    if (ids.length === 0) throw failure('NO_INSTANCES', NO_INSTANCES);
    for (const id of ids) record.targets.set(id, newTarget(id, cloud.clock.now()));
    const minimum = minimumHealthy(record.minimum, ids.length);
    const running = new Set<Promise<void>>();
    for (;;) {
      for (const target of this.pending.slice(0, mayBegin(this.hosts, minimum))) {
        target.status = 'InProgress';
        const work: Promise<void> = this.deployTo(target).finally(() => running.delete(work));
        running.add(work);
      }
      if (running.size === 0) break;
      await Promise.race(running);
    }
    for (const target of this.pending) skip(target, cloud.clock.now());
    this.check();
    if (!hasSucceeded(this.hosts, this.mustSucceed(minimum))) throw failure('HEALTH_CONSTRAINTS', TOO_FEW);
  }

  /** With one instance the whole deployment is that one, whatever may be away meanwhile. */
  private mustSucceed(minimum: number): number {
    return this.record.targets.size === 1 ? 1 : minimum;
  }

  private findInstances(): Promise<string[]> {
    const { serviceRoleArn = '', autoScalingGroups = [] } = this.record.settings;
    return instancesOf(
      new AsRole(this.cloud, serviceRoleArn),
      autoScalingGroups.map(({ name = '' }) => name),
    );
  }

  private async deployTo(target: InstanceTargetRecord): Promise<void> {
    const { clock } = this.cloud;
    for (const event of target.events) {
      if (this.halted.aborted) return skip(target, clock.now());
      event.status = 'InProgress';
      event.startTime = clock.now();
      target.lastUpdatedAt = clock.now();
      try {
        const { id: deploymentId, revision } = this.record;
        await this.agent.run({ deploymentId, instanceId: target.instanceId, event: event.name, revision });
        await clock.sleep(EVENT_MS, this.halted);
        event.status = 'Succeeded';
      } catch (error) {
        event.status = 'Failed';
        event.problem = error instanceof Error ? error.message : String(error);
      }
      event.endTime = clock.now();
      if (event.status === 'Failed') {
        skip(target, clock.now());
        target.status = 'Failed';
        return;
      }
    }
    target.status = 'Succeeded';
    target.lastUpdatedAt = clock.now();
  }

  private get pending(): InstanceTargetRecord[] {
    return this.halted.aborted ? [] : [...this.record.targets.values()].filter((one) => one.status === 'Pending');
  }

  private get hosts(): Hosts {
    const all = [...this.record.targets.values()];
    const count = (status: string) => all.filter((one) => one.status === status).length;
    return {
      total: all.length,
      succeeded: count('Succeeded'),
      failed: count('Failed'),
      inProgress: count('InProgress'),
    };
  }

  private check(): void {
    const { signal } = this.record.interrupt;
    if (signal.reason instanceof Interruption) throw signal.reason;
  }
}

/** What has not begun does not begin any more. */
function skip(target: InstanceTargetRecord, now: number): void {
  for (const event of target.events) if (event.status === 'Pending') event.status = 'Skipped';
  target.status = 'Skipped';
  target.lastUpdatedAt = now;
}
