import { rootOf } from '../../principal';
import type { Candidate } from '../../programs';
import type { Colour, HookReport } from '../../report';
import type { World } from '../../world';
import type { AsgDescriptor } from '../descriptor/asg';
import type { DnsDescriptor } from '../descriptor/dns';
import { functionName, hookReportsOf } from '../hook-reports';
import type { ServiceTraffic } from '../traffic-counter';
import type { ReleaseRequest, StartedRelease, UsersLoad, Workload } from '../workload';
import { MachineRelease } from './machine-release';
import type { MovedTraffic } from './moved-traffic';

/** What the release state machine releases; `docs/decisions/0008-release-state-machine.md` is its contract. */
export class MachineWorkload implements Workload {
  public readonly kind: 'asg' | 'dns';
  public readonly path: string;
  public readonly alarms: readonly string[];
  public readonly hasGate: boolean;
  public readonly isAnalysed: boolean;
  public readonly ttlSeconds?: number;
  public readonly traffic: ServiceTraffic;
  private candidate: object = {};
  private stages: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly world: World,
    private readonly descriptor: AsgDescriptor | DnsDescriptor,
    private readonly moved: MovedTraffic,
  ) {
    this.kind = descriptor.kind;
    this.path = descriptor.path;
    this.alarms = descriptor.alarms;
    this.hasGate = descriptor.approvalSeconds > 0;
    this.isAnalysed = descriptor.analysis ?? false;
    this.ttlSeconds = descriptor.kind === 'dns' ? descriptor.ttlSeconds : undefined;
    this.traffic = moved.traffic;
  }

  public weights(): Readonly<Record<Colour, number>> {
    return this.moved.weights();
  }

  public healthyTargets(colour: Colour): number {
    return this.moved.healthyTargets(colour);
  }

  public users(): Promise<UsersLoad> {
    return this.moved.users();
  }

  public async prepare(candidate: Candidate): Promise<void> {
    this.candidate = await this.moved.prepare(candidate);
  }

  public async start({ description, commitTime, live }: ReleaseRequest): Promise<StartedRelease> {
    const { cloud, stepFunctions } = this.world.aws;
    const root = rootOf(cloud.account);
    const client = cloud.client(stepFunctions, root);
    const { releaseMachine: stateMachineArn } = this.descriptor;
    const { definition = '{}' } = await client.DescribeStateMachine({ stateMachineArn });
    this.stages = stagesOf(definition);
    const id = releaseId(cloud.clock.now());
    const input = { candidate: this.candidate, who: root.arn, description, commitTime };
    const { executionArn = '' } = await client.StartExecution({
      stateMachineArn,
      name: id,
      input: JSON.stringify(input),
    });
    return new MachineRelease({
      aws: this.world.aws,
      descriptor: this.descriptor,
      id,
      execution: executionArn,
      live,
      weights: () => this.weights(),
    });
  }

  public crashCandidate(): number {
    return this.moved.crashCandidate();
  }

  public crashOne(): number {
    return this.moved.crashOne?.() ?? 0;
  }

  public async setWeights(weights: Readonly<Record<Colour, number>>): Promise<void> {
    await this.moved.setWeights?.(weights);
  }

  public throttle(): void {
    this.moved.throttle?.();
  }

  public hooks(): HookReport[] {
    return hookReportsOf(this.stages, this.world.aws.lambda.invocations);
  }
}

/** The time, so that ids sort, and something that nobody else has. */
function releaseId(now: number): string {
  return `${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}-rehearsal`;
}

/** Which function is asked at which stage, as the definition says. */
function stagesOf(definition: string): Map<string, string> {
  const states: Record<string, { Arguments?: { FunctionName?: string; Payload?: { stage?: string } } }> =
    JSON.parse(definition).States;
  const pairs = Object.values(states).flatMap(({ Arguments: { FunctionName, Payload } = {} }) =>
    FunctionName && Payload?.stage ? [[functionName(FunctionName), Payload.stage] as const] : [],
  );
  return new Map(pairs);
}
