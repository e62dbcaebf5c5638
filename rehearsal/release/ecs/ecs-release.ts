import type { DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy';
import { reasonOf } from '../../../lambda/shared/release/reason';
import type { LocalAws } from '../../local-aws';
import { rootOf } from '../../principal';
import type { Colour, HookReport, Outcome, Phase } from '../../report';
import { analysisReason, lookLines } from '../looks';
import { currentEvent, type DeploymentStatus, type LifecycleEvent, phaseOf } from '../phase';
import { recordedTimes } from '../recorded-times';
import { other } from '../shares';
import { eventLines } from '../timeline';
import type { ReleaseState, ReleaseStory, StartedRelease } from '../workload';
import type { EcsService } from './describe-service';

export interface EcsReleaseProps {
  readonly aws: LocalAws;
  readonly service: EcsService;
  /** The deployment's. */
  readonly id: string;
  /** The colour that was live when it was asked for. */
  readonly live: Colour;
  /** Rehearsal milliseconds. */
  readonly startedAt: number;
  readonly weights: () => Readonly<Record<Colour, number>>;
  readonly hooks: () => readonly HookReport[];
}

/** A CodeDeploy deployment, seen through the same API that anybody has. */
export class EcsRelease implements StartedRelease {
  public readonly id: string;
  /** The stage whose hook broke it off, as far as was looked. */
  public brokenOffAt?: { readonly stage: string; readonly message?: string };

  constructor(private readonly props: EcsReleaseProps) {
    this.id = props.id;
  }

  public async look(): Promise<ReleaseState> {
    const deployment = await this.deployment(this.id);
    const rollbackId = deployment.rollbackInfo?.rollbackDeploymentId;
    const rollback = rollbackId ? await this.deployment(rollbackId) : undefined;
    const events = lifecycleEventsOf(await this.target());
    this.brokenOffAt = brokenOffBy(deployment, events);
    const phase = shownPhase(
      phaseOf({
        status: deployment.status as DeploymentStatus,
        events,
        candidateWeight: this.props.weights()[other(this.props.live)],
        terminationWaitStarted: deployment.instanceTerminationWaitTimeStarted ?? false,
        rollsBack: deployment.autoRollbackConfiguration?.enabled ?? false,
        rollback: rollback?.status as DeploymentStatus | undefined,
      }),
    );
    return {
      phase,
      event: deployment.status === 'InProgress' ? currentEvent(events)?.name : undefined,
      isAtGate: deployment.status === 'Ready',
      isGoingForward: deployment.status === 'InProgress',
      wayBack: isBrokenOff(deployment)
        ? { decidedAt: deployment.completeTime?.getTime(), endedAt: rollback?.completeTime?.getTime() }
        : undefined,
      outcome: outcomeOf(deployment, rollback, phase),
    };
  }

  public async promote(): Promise<void> {
    await this.codeDeploy.ContinueDeployment({ deploymentId: this.id, deploymentWaitType: 'READY_WAIT' });
  }

  /** CodeDeploy knows no other way to say no. */
  public reject(): Promise<void> {
    return this.stop();
  }

  public async stop(): Promise<void> {
    await this.codeDeploy.StopDeployment({ deploymentId: this.id, autoRollbackEnabled: true });
  }

  public async story(): Promise<ReleaseStory> {
    const { aws, startedAt } = this.props;
    const deployment = await this.deployment(this.id);
    const target = await this.target();
    const secondsAt = (time: Date | undefined) => ((time?.getTime() ?? aws.cloud.clock.now()) - startedAt) / 1000;
    const table = this.props.service.analysis?.table;
    const said = table && (await analysisReason(aws, table, this.id));
    return {
      lines: [
        ...eventLines(target?.lifecycleEvents ?? [], secondsAt),
        ...(table ? await lookLines(aws, table, this.id, startedAt) : []),
      ],
      recorded: table ? await recordedTimes(aws, table, this.id) : undefined,
      reason: said || deploymentReason(deployment.errorInformation, lifecycleEventsOf(target), this.props.hooks()),
    };
  }

  private async deployment(deploymentId: string): Promise<DeploymentInfo> {
    const { deploymentInfo } = await this.codeDeploy.GetDeployment({ deploymentId });
    if (!deploymentInfo) throw new Error(`deployment '${deploymentId}' has no description`);
    return deploymentInfo;
  }

  private async target(): Promise<ECSTarget | undefined> {
    const { cluster, service } = this.props.service;
    const targetId = `${cluster}:${service}`;
    const { deploymentTarget } = await this.codeDeploy.GetDeploymentTarget({ deploymentId: this.id, targetId });
    return deploymentTarget?.ecsTarget;
  }

  private get codeDeploy() {
    const { cloud, codeDeploy } = this.props.aws;
    return cloud.client(codeDeploy, rootOf(cloud.account));
  }
}

/** Why a deployment went back, in one sentence: what failed, and what a hook said about it. */
export function deploymentReason(
  { code, message = '' }: { readonly code?: string; readonly message?: string } = {},
  events: readonly LifecycleEvent[],
  hooks: readonly HookReport[],
): string {
  const failedHook = hooks.find(({ verdict }) => verdict === 'fail');
  if (code === 'HOOK_EXECUTION_FAILURE' && failedHook) {
    return `the hook at ${failedHook.stage} failed: ${failedHook.reason ?? 'it gave no reason'}`;
  }
  return reasonOf({ error: code ? { code, message } : undefined, events }) ?? 'CodeDeploy gave no reason';
}

/** The lifecycle events of a deployment, in order; none when it has no target yet. */
function lifecycleEventsOf(target: ECSTarget | undefined): LifecycleEvent[] {
  return (target?.lifecycleEvents ?? []).map(({ lifecycleEventName = '', status = 'Unknown', diagnostics }) => ({
    name: lifecycleEventName,
    status,
    message: diagnostics?.message,
  }));
}

/** An event is `Failed` too when it only ran while an alarm or a person ended the deployment. */
function brokenOffBy({ errorInformation }: DeploymentInfo, events: readonly LifecycleEvent[]) {
  if (!HOOK_FAILURES.has(errorInformation?.code ?? '')) return undefined;
  const failed = events.find(({ status }) => status === 'Failed');
  return failed && { stage: failed.name, message: failed.message ?? errorInformation?.message };
}

const HOOK_FAILURES: ReadonlySet<string> = new Set(['HOOK_EXECUTION_FAILURE', 'TIMEOUT']);

function isBrokenOff({ status }: DeploymentInfo): boolean {
  return status === 'Failed' || status === 'Stopped';
}

function outcomeOf(
  deployment: DeploymentInfo,
  rollback: DeploymentInfo | undefined,
  phase: Phase,
): Outcome | undefined {
  if (deployment.status === 'Succeeded') return 'succeeded';
  if (!isBrokenOff(deployment)) return undefined;
  const rollbackIsOver = !rollback || rollback.status === 'Succeeded' || rollback.status === 'Failed';
  return rollbackIsOver && phase === 'rolled-back' ? 'rolled-back' : undefined;
}

/** A release that ended without success and without a way back shows as what its traffic says; the outcome tells more. */
function shownPhase(phase: ReturnType<typeof phaseOf>): Phase {
  return phase === 'failed' ? 'rolling-back' : phase;
}
