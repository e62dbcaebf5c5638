import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { builtInPhase, hasEnded, openPauses } from '../../../lambda/shared/release/built-in-phase';
import type { LocalAws } from '../../local-aws';
import { rootOf } from '../../principal';
import type { HookReport, Outcome, Phase } from '../../report';
import { analysisReason, lookLines } from '../looks';
import { recordedTimes } from '../recorded-times';
import type { ReleaseState, ReleaseStory, StartedRelease } from '../workload';

export interface BuiltInReleaseProps {
  readonly aws: LocalAws;
  /** ARN of the service deployment. */
  readonly arn: string;
  /** When it was asked for, in rehearsal milliseconds. */
  readonly startedAt: number;
  /** Name of the table with the looks of its analysis. @default - it is not analysed */
  readonly looks?: string;
  readonly hooks: () => readonly HookReport[];
}

/** A deployment by ECS itself, seen through the same API that anybody has. */
export class BuiltInRelease implements StartedRelease {
  public readonly id: string;

  constructor(private readonly props: BuiltInReleaseProps) {
    this.id = props.arn.split('/').at(-1) ?? props.arn;
  }

  public async look(): Promise<ReleaseState> {
    const deployment = await this.deployment();
    const phase = builtInPhase(deployment);
    return {
      phase: shown(phase),
      event: deployment.status === 'IN_PROGRESS' ? deployment.lifecycleStage : undefined,
      isAtGate: phase === 'waiting',
      isGoingForward: deployment.status === 'IN_PROGRESS' && phase !== 'waiting',
      wayBack: deployment.rollback && {
        decidedAt: deployment.rollback.startedAt?.getTime(),
        // The end of the deployment is that of its tasks too; traffic is back before.
        endedAt: undefined,
      },
      outcome: outcomeOf(deployment, phase),
    };
  }

  public promote(): Promise<void> {
    return this.decide('CONTINUE');
  }

  public reject(): Promise<void> {
    return this.decide('ROLLBACK');
  }

  public async stop(): Promise<void> {
    await this.ecs.StopServiceDeployment({ serviceDeploymentArn: this.props.arn, stopType: 'ROLLBACK' });
  }

  public async story(): Promise<ReleaseStory> {
    const { statusReason } = await this.deployment();
    const failed = this.props.hooks().find(({ verdict }) => verdict === 'fail');
    const hook = failed && `the hook at ${failed.stage} failed: ${failed.reason ?? 'it gave no reason'}`;
    const { aws, looks, startedAt } = this.props;
    const said = looks && (await analysisReason(aws, looks, this.id));
    return {
      lines: looks ? await lookLines(aws, looks, this.id, startedAt) : [],
      recorded: looks ? await recordedTimes(aws, looks, this.id) : undefined,
      reason: said || (/lifecycle hook\(s\) failed/.test(statusReason ?? '') && hook ? hook : statusReason),
    };
  }

  private async decide(action: 'CONTINUE' | 'ROLLBACK'): Promise<void> {
    for (const { hookId } of openPauses(await this.deployment())) {
      await this.ecs.ContinueServiceDeployment({ serviceDeploymentArn: this.props.arn, hookId, action });
    }
  }

  private async deployment(): Promise<ServiceDeployment> {
    const { arn } = this.props;
    const { serviceDeployments = [] } = await this.ecs.DescribeServiceDeployments({ serviceDeploymentArns: [arn] });
    if (!serviceDeployments[0]) throw new Error(`service deployment '${arn}' has no description`);
    return serviceDeployments[0];
  }

  private get ecs() {
    const { cloud, ecs } = this.props.aws;
    return cloud.client(ecs, rootOf(cloud.account));
  }
}

function outcomeOf(deployment: ServiceDeployment, phase: ReturnType<typeof builtInPhase>): Outcome | undefined {
  if (!hasEnded(deployment)) return undefined;
  if (phase === 'succeeded') return 'succeeded';
  return phase === 'rolled-back' ? 'rolled-back' : undefined;
}

/** A release that ended without success and without a way back shows as what its traffic says. */
function shown(phase: ReturnType<typeof builtInPhase>): Phase {
  return phase === 'failed' ? 'rolling-back' : phase;
}
