import type { InstanceStateName, Tag } from '@aws-sdk/client-ec2';
import type { Clock } from '../../clock';
import type { InstanceRunner, InstanceToRun, RunningInstance } from '../../ports';
import { LAUNCH_MS, RESTART_MS, SHUTDOWN_MS } from './durations';

/** What an instance's life needs from around it. */
export interface InstanceSurroundings {
  readonly clock: Clock;
  readonly runner: InstanceRunner;
  /** Aborts when the local AWS stops: nothing waits any more. */
  readonly ending: AbortSignal;
}

/** What is known of an instance beside how it runs. */
export interface InstanceFacts {
  readonly instanceType: string;
  readonly zone: string;
  readonly subnetId?: string;
  readonly tags: readonly Tag[];
  readonly isSpot: boolean;
}

const NAMES: Readonly<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** An EC2 instance: a machine that is launched, may be stopped and started, and ends. */
export class Instance {
  public readonly launchTime: number;
  public state: InstanceStateName = 'pending';
  /** Why it ended, when nobody asked it to. */
  public stateReason?: string;
  public endedAt?: number;
  private machine?: RunningInstance;
  private readonly waiting = new Set<() => void>();

  constructor(
    public readonly toRun: InstanceToRun,
    public readonly facts: InstanceFacts,
    private readonly surroundings: InstanceSurroundings,
  ) {
    this.launchTime = surroundings.clock.now();
    void this.boot(LAUNCH_MS);
  }

  public get id(): string {
    return this.toRun.instanceId;
  }

  public get stateCode(): number {
    return NAMES[this.state];
  }

  /** Has it ended, or begun to end for good? */
  public get isEnding(): boolean {
    return this.state === 'shutting-down' || this.state === 'terminated';
  }

  /** Resolves when it is in one of the states, or is terminated. */
  public async until(...states: InstanceStateName[]): Promise<InstanceStateName> {
    while (this.state !== 'terminated' && !states.includes(this.state)) {
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
    return this.state;
  }

  public start(): void {
    if (this.state !== 'stopped') return;
    this.move('pending');
    void this.boot(RESTART_MS);
  }

  public async stop(): Promise<void> {
    if (this.state !== 'running' && this.state !== 'pending') return;
    this.move('stopping');
    await this.shutDown();
    // it may have been terminated meanwhile
    if ((this.state as InstanceStateName) === 'stopping') this.move('stopped');
  }

  public async terminate(): Promise<void> {
    if (this.isEnding) {
      await this.until('terminated');
      return;
    }
    this.move('shutting-down');
    await this.shutDown();
    this.move('terminated');
  }

  private async boot(ms: number): Promise<void> {
    const { clock, runner, ending } = this.surroundings;
    await clock.sleep(ms, ending);
    if (this.state !== 'pending' || ending.aborted) return;
    try {
      const machine = runner.start(this.toRun);
      this.machine = machine;
      // a program that does not come up leaves its machine running: the health checks find it
      machine.running.catch(() => undefined);
      void machine.stopped.then((reason) => this.lost(machine, reason));
      this.move('running');
    } catch (error) {
      this.stateReason = error instanceof Error ? error.message : String(error);
      this.move('terminated');
    }
  }

  /** The machine ended though nobody asked it to. */
  private lost(machine: RunningInstance, reason: string): void {
    if (this.machine !== machine || this.state !== 'running') return;
    this.stateReason = reason;
    this.move('terminated');
  }

  private async shutDown(): Promise<void> {
    const { clock, ending } = this.surroundings;
    const { machine } = this;
    this.machine = undefined;
    await machine?.stop().catch(() => undefined);
    await clock.sleep(SHUTDOWN_MS, ending);
  }

  private move(state: InstanceStateName): void {
    this.state = state;
    if (state === 'terminated') this.endedAt = this.surroundings.clock.now();
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}
