import { createHash } from 'node:crypto';
import type { PutLifecycleEventHookExecutionStatusInput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { AsRole } from './as-role';
import { HOOK_TIMEOUT_MS } from './durations';
import { failure, type Interruption } from './interruption';

const TIMED_OUT =
  'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.';
const VALIDATION_FAILED =
  'The deployment failed because one or more of the lifecycle event validation functions failed.';

type Answer = 'Succeeded' | 'Failed';

/** A function that was asked and has not answered yet, or no longer can. */
interface Execution {
  readonly deploymentId: string;
  over: boolean;
  readonly answer: (status: Answer) => void;
}

/** The functions that were asked, and their answers (aws-facts 1.3). */
export class Hooks {
  private readonly executions = new Map<string, Execution>();

  constructor(private readonly cloud: Cloud) {}

  /**
   * Asks a function and waits for its callback, at most an hour.
   *
   * @param signal ends the wait early; a callback is then too late
   * @throws Interruption when it reports a failure, does not call back in time or cannot be invoked
   */
  public async ask(role: AsRole, deploymentId: string, functionName: string, signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    let answered: Answer | undefined;
    let broken: Interruption | undefined;
    const execution: Execution = {
      deploymentId,
      over: false,
      answer: (status) => {
        answered = status;
        done.abort('answered');
      },
    };
    const id = executionId(deploymentId, this.executions.size);
    this.executions.set(id, execution);
    this.invoke(role, functionName, { DeploymentId: deploymentId, LifecycleEventHookExecutionId: id }).catch(
      (error) => {
        broken = error;
        done.abort('answered');
      },
    );
    await this.cloud.clock.sleep(HOOK_TIMEOUT_MS, AbortSignal.any([done.signal, signal]));
    execution.over = true;
    if (signal.aborted || answered === 'Succeeded') return;
    if (answered === 'Failed') throw failure('HOOK_EXECUTION_FAILURE', VALIDATION_FAILED);
    throw broken ?? failure('TIMEOUT', TIMED_OUT);
  }

  /** The callback. Its deployment is already known to exist. */
  public report(input: PutLifecycleEventHookExecutionStatusInput) {
    const id = input.lifecycleEventHookExecutionId ?? '';
    const execution = this.executions.get(id);
    if (!execution || execution.deploymentId !== input.deploymentId) {
      const text = 'The lifecycleEventHookExecutionId is invalid.';
      throw new AwsError('InvalidLifecycleEventHookExecutionIdException', text);
    }
    if (input.status !== 'Succeeded' && input.status !== 'Failed') {
      const text = `The status must be Succeeded or Failed, got ${input.status}.`;
      throw new AwsError('InvalidLifecycleEventHookExecutionStatusException', text);
    }
    if (execution.over) {
      const text = 'The lifecycle event hook execution has already completed.';
      throw new AwsError('LifecycleEventAlreadyCompletedException', text);
    }
    execution.over = true;
    execution.answer(input.status);
    return { lifecycleEventHookExecutionId: id };
  }

  private async invoke(role: AsRole, functionName: string, event: object): Promise<void> {
    const output = await role.call<{ FunctionError?: string }>('lambda', 'Invoke', {
      FunctionName: functionName,
      InvocationType: this.cloud.switches.value('codedeploy.hook-invocation'),
      Payload: new TextEncoder().encode(JSON.stringify(event)),
    });
    if (!output?.FunctionError || this.cloud.switches.is('codedeploy.hook-function-error', 'waits-the-hour')) return;
    throw failure('HOOK_EXECUTION_FAILURE', VALIDATION_FAILED);
  }
}

/** A long opaque text, as CodeDeploy's: base64 of something encrypted. */
function executionId(deploymentId: string, number: number): string {
  const secret = createHash('sha512').update(`${deploymentId} ${number}`).digest('base64');
  const iv = createHash('md5').update(secret).digest('base64');
  const blob = { encryptedData: `${secret}${secret}`, ivParameterSpec: iv, materialSetSerial: 1 };
  return Buffer.from(JSON.stringify(blob)).toString('base64');
}
