import { createHash } from 'node:crypto';
import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import type { Cloud } from '../../../cloud';
import { callAs } from './as-role';
import { CALL_BACK_MS, HOOK_TIMEOUT_MINUTES } from './durations';
import { tellHook } from './events';
import { Interruption } from './interruption';
import type { HookExecution, ServiceDeployment } from './records';
import type { Stage } from './stages';

/** Shares in percent by the ARN of the service revision; empty at stages that move none (aws-facts 4.3). */
export interface HookWeights {
  readonly test: Readonly<Record<string, number>>;
  readonly production: Readonly<Record<string, number>>;
}

/** No traffic moves at this stage. */
export const NO_WEIGHTS: HookWeights = { test: {}, production: {} };

interface Answer {
  readonly hookStatus?: unknown;
  readonly callBackDelay?: unknown;
  readonly callBackDelaySeconds?: unknown;
  readonly hookDetails?: Readonly<Record<string, unknown>>;
}

/** The hooks of deployments: functions that are asked until they are done, and pauses that wait for a person. */
export class Hooks {
  private count = 0;

  constructor(private readonly cloud: Cloud) {}

  /**
   * Asks all hooks of a stage, at the same time.
   *
   * @param signal ends the wait early
   * @throws Interruption of the first that fails, or was not done in time
   */
  public async ask(
    deployment: ServiceDeployment,
    stage: Stage,
    weights: HookWeights,
    signal: AbortSignal,
  ): Promise<void> {
    const hooks = (deployment.configuration.lifecycleHooks ?? []).filter(({ lifecycleStages = [] }) =>
      lifecycleStages.some((one) => one === stage),
    );
    const failed = new AbortController();
    const either = AbortSignal.any([signal, failed.signal]);
    const answers = hooks.map(async (hook) => {
      try {
        if (hook.targetType === 'PAUSE') await this.pause(deployment, hook, stage, either);
        else await this.askFunction(deployment, hook, stage, weights, either);
      } catch (error) {
        failed.abort(error);
      }
    });
    await Promise.all(answers);
    if (failed.signal.aborted && !signal.aborted) throw failed.signal.reason;
  }

  private async askFunction(
    deployment: ServiceDeployment,
    hook: DeploymentLifecycleHook,
    stage: Stage,
    weights: HookWeights,
    signal: AbortSignal,
  ): Promise<void> {
    const execution = this.begin(deployment, hook, stage, 'IN_PROGRESS');
    let details = detailsOf(hook.hookDetails);
    while (!signal.aborted) {
      const answer = await this.invoke(hook, eventOf(deployment, execution, weights, details));
      if (signal.aborted) return;
      if (answer.hookStatus === 'SUCCEEDED') return this.end(deployment, execution, 'SUCCEEDED');
      if (answer.hookStatus !== 'IN_PROGRESS') {
        this.end(deployment, execution, 'FAILED');
        throw new Interruption('hook', failureText(stage, answer));
      }
      details = { ...details, ...answer.hookDetails };
      const delayMs = this.delayOf(answer);
      await this.cloud.clock.sleep(Math.min(delayMs, Math.max(0, execution.expiresAt - this.now)), signal);
      if (this.now >= execution.expiresAt) return this.timeOut(deployment, execution);
    }
  }

  private async pause(
    deployment: ServiceDeployment,
    hook: DeploymentLifecycleHook,
    stage: Stage,
    signal: AbortSignal,
  ): Promise<void> {
    const decided = new AbortController();
    let action: 'ROLLBACK' | 'CONTINUE' | undefined;
    const execution = this.begin(deployment, hook, stage, 'AWAITING_ACTION', (said) => {
      action = said;
      decided.abort('decided');
    });
    tellHook(this.cloud, deployment, execution);
    await this.cloud.clock.sleep(execution.expiresAt - this.now, AbortSignal.any([signal, decided.signal]));
    if (action === 'CONTINUE') return this.end(deployment, execution, 'SUCCEEDED');
    if (action === 'ROLLBACK') {
      this.end(deployment, execution, 'FAILED');
      throw new Interruption('hook', failureText(stage, { hookStatus: 'ROLLBACK' }));
    }
    if (!signal.aborted) this.timeOut(deployment, execution);
  }

  private begin(
    deployment: ServiceDeployment,
    { targetType = 'AWS_LAMBDA', hookTargetArn, timeoutConfiguration }: DeploymentLifecycleHook,
    stage: Stage,
    status: HookExecution['status'],
    decide?: HookExecution['decide'],
  ): HookExecution {
    this.count += 1;
    const id = createHash('sha256').update(`${deployment.arn} ${this.count}`).digest('base64url');
    const minutes = timeoutConfiguration?.timeoutInMinutes ?? HOOK_TIMEOUT_MINUTES;
    const execution: HookExecution = {
      hookId: `ecs-${targetType === 'PAUSE' ? 'pause' : 'lambda'}-${id}`,
      targetType,
      targetArn: hookTargetArn,
      stage,
      status,
      expiresAt: this.now + minutes * 60_000,
      timeoutAction: timeoutConfiguration?.action === 'CONTINUE' ? 'CONTINUE' : 'ROLLBACK',
      decide,
    };
    deployment.hooks.push(execution);
    return execution;
  }

  private end(deployment: ServiceDeployment, execution: HookExecution, status: HookExecution['status']): void {
    execution.status = status;
    tellHook(this.cloud, deployment, execution);
  }

  private timeOut(deployment: ServiceDeployment, execution: HookExecution): void {
    this.end(deployment, execution, 'TIMED_OUT');
    if (execution.timeoutAction === 'CONTINUE') return;
    const text = `Service deployment rolled back because ${execution.stage} lifecycle hook(s) timed out.`;
    throw new Interruption('time-out', text);
  }

  /** What a function answers; an error, and what is no JSON object, count as no status. */
  private async invoke({ hookTargetArn, roleArn = '' }: DeploymentLifecycleHook, event: object): Promise<Answer> {
    try {
      const { Payload, FunctionError } = await callAs<{ Payload?: Uint8Array; FunctionError?: string }>(
        this.cloud,
        roleArn,
        'lambda',
        'Invoke',
        { FunctionName: hookTargetArn, Payload: new TextEncoder().encode(JSON.stringify(event)) },
      );
      const answer: unknown = FunctionError || !Payload ? undefined : JSON.parse(new TextDecoder().decode(Payload));
      return typeof answer === 'object' && answer !== null ? answer : {};
    } catch {
      return {};
    }
  }

  /** AWS's pages name the field differently (aws-facts 4.3). */
  private delayOf(answer: Answer): number {
    const seconds = Number(
      answer[this.cloud.switches.is('ecs.call-back-field', 'callBackDelay') ? 'callBackDelay' : 'callBackDelaySeconds'],
    );
    return seconds > 0 ? seconds * 1000 : CALL_BACK_MS;
  }

  private get now(): number {
    return this.cloud.clock.now();
  }
}

function eventOf(
  { arn, service, target }: ServiceDeployment,
  { hookId, stage }: HookExecution,
  weights: HookWeights,
  hookDetails: Readonly<Record<string, unknown>> | undefined,
): object {
  return {
    executionId: hookId,
    lifecycleStage: stage,
    resourceArn: arn,
    executionDetails: {
      serviceArn: service.arn,
      targetServiceRevisionArn: target.arn,
      testTrafficWeights: weights.test,
      productionTrafficWeights: weights.production,
    },
    ...(hookDetails && { hookDetails }),
  };
}

/** CloudFormation hands them over as text, the API as a document. */
function detailsOf(configured: unknown): Readonly<Record<string, unknown>> | undefined {
  const value = typeof configured === 'string' ? JSON.parse(configured) : configured;
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** The start of it is AWS's own (aws-facts 4.6). */
function failureText(stage: Stage, { hookStatus }: Answer): string {
  const why = hookStatus === undefined ? 'HookStatus must not be null' : `hookStatus was ${hookStatus}`;
  return `Service deployment rolled back because ${stage} lifecycle hook(s) failed. ${why}`;
}
