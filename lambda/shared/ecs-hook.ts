import { type Hook, type HookContext, runHook } from './hook-run';
import { jsonLog, type Log } from './log';
import type { Verdict } from './verdict';

/** A verdict in ECS's words: the function's result. */
export interface EcsHookAnswer {
  readonly hookStatus: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS';
  /** Seconds. */
  readonly callBackDelay?: number;
}

/** Shares of traffic in percent, by the ARN of the service revision; empty at stages that move none. */
type Weights = Readonly<Record<string, number>>;

/** What ECS sends. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html */
export interface EcsHookEvent {
  readonly lifecycleStage: string;
  /** ARN of the service deployment. */
  readonly resourceArn?: string;
  readonly executionDetails?: {
    readonly targetServiceRevisionArn?: string;
    readonly testTrafficWeights?: Weights;
    readonly productionTrafficWeights?: Weights;
  };
}

/** Whether ECS itself asks. The events of CodeDeploy and of the release machine have none of this. */
export function isEcsEvent(event: unknown): event is EcsHookEvent {
  const { lifecycleStage } = (event ?? {}) as Partial<EcsHookEvent>;
  return typeof lifecycleStage === 'string' && lifecycleStage !== '';
}

/**
 * Turns a hook into the Lambda handler that ECS invokes: the result is the verdict, whatever goes wrong and whatever the stage is called.
 * A result without a status that ECS knows would send the release back without a reason.
 */
export function ecsHook(
  name: string,
  hook: Hook,
  baseLog?: Log,
): (event: EcsHookEvent, context: HookContext) => Promise<EcsHookAnswer> {
  return async (event, context) => {
    const { lifecycleStage: stage, resourceArn: deployment } = event;
    const log = baseLog ?? jsonLog({ handler: name, deployment, stage });
    const passes = passesUnasked(event);
    if (passes !== undefined) {
      log({ event: 'not asked', verdict: 'pass', why: passes });
      return { hookStatus: 'SUCCEEDED' };
    }
    const verdict = await runHook(hook, context, { log });
    log({
      level: verdict.kind === 'fail' ? 'error' : 'info',
      event: 'verdict',
      verdict: verdict.kind,
      ...detailsOf(verdict),
    });
    return render(verdict);
  };
}

/**
 * Why a question is to be let pass, or undefined when the hook must answer it.
 *
 * - On the way back ECS asks again wherever it moves traffic, and then the candidate has nothing: a hook that fails there would hold up
 *   what it is there for.
 * - Before production traffic ECS asks at every step of a shift; the hook has answered before the first one. The way back cannot be told
 *   apart from the first step there, so there it is asked.
 */
export function passesUnasked({ lifecycleStage, executionDetails }: EcsHookEvent): string | undefined {
  const { targetServiceRevisionArn = '', testTrafficWeights, productionTrafficWeights } = executionDetails ?? {};
  const candidate = (weights: Weights | undefined) => weights?.[targetServiceRevisionArn];
  switch (lifecycleStage) {
    case 'TEST_TRAFFIC_SHIFT':
      return candidate(testTrafficWeights) === 0 ? 'test traffic goes back to live' : undefined;
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return candidate(productionTrafficWeights) === 0 ? 'production traffic goes back to live' : undefined;
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
      return (candidate(productionTrafficWeights) ?? 0) > 0 ? 'passed before the first step' : undefined;
    default:
      return undefined;
  }
}

function detailsOf(verdict: Verdict): { reason?: string } {
  return verdict.kind === 'fail' ? { reason: verdict.reason } : {};
}

function render(verdict: Verdict): EcsHookAnswer {
  switch (verdict.kind) {
    case 'pass':
      return { hookStatus: 'SUCCEEDED' };
    case 'wait':
      return { hookStatus: 'IN_PROGRESS', callBackDelay: verdict.retryAfterSeconds };
    case 'fail':
      return { hookStatus: 'FAILED' };
  }
}
