import type { Cloud } from '../../cloud';
import type { Execution } from './execution';
import { HistoryFull } from './history';
import { StateError } from './language/state-error';
import { notify } from './notify';
import { Interrupted } from './run/interrupted';
import { runWorkflow } from './run/run-workflow';
import type { World } from './run/world';

/** Why an execution was interrupted. */
export interface Interruption {
  readonly status: 'ABORTED' | 'TIMED_OUT';
  readonly error?: string;
  readonly text?: string;
}

/** Lets executions run in the background, and records how they end. */
export class Runner {
  constructor(
    private readonly cloud: Cloud,
    private readonly world: World,
    private readonly onEnd: (execution: Execution) => void,
  ) {}

  /** Runs an execution from where it is; `execution.ended` tells when it has ended. */
  public start(execution: Execution): void {
    execution.running = new AbortController();
    execution.status = 'RUNNING';
    notify(this.cloud, execution);
    execution.ended = this.run(execution);
  }

  private async run(execution: Execution): Promise<void> {
    // The caller has its answer first.
    await Promise.resolve();
    const over = new AbortController();
    void this.watchTime(execution, over.signal);
    try {
      const output = await runWorkflow(this.world, execution, execution.root, execution.running.signal);
      this.succeed(execution, JSON.stringify(output) ?? 'null');
    } catch (error) {
      if (error instanceof Interrupted) this.interrupt(execution);
      else this.fail(execution, error);
    } finally {
      over.abort('over');
    }
    notify(this.cloud, execution);
    this.onEnd(execution);
  }

  /** The machine's `TimeoutSeconds`; a redrive starts it anew. */
  private async watchTime({ machine, running }: Execution, signal: AbortSignal): Promise<void> {
    const { timeoutSeconds } = machine.workflow;
    if (timeoutSeconds === undefined) return;
    await this.cloud.clock.sleep(timeoutSeconds * 1000, signal);
    if (!signal.aborted) running.abort({ status: 'TIMED_OUT', error: 'States.Timeout' } satisfies Interruption);
  }

  private succeed(execution: Execution, output: string): void {
    execution.output = output;
    this.end(execution, 'SUCCEEDED');
    execution.history.add('ExecutionSucceeded', execution.root.lastEventId, {
      executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
    });
  }

  private fail(execution: Execution, reason: unknown): void {
    const { error, text: cause } = asStateError(reason);
    [execution.error, execution.text] = [error, cause];
    this.end(execution, 'FAILED');
    const { history } = execution;
    history.add('ExecutionFailed', history.lastId, { executionFailedEventDetails: { error, cause } });
  }

  private interrupt(execution: Execution): void {
    const { reason } = execution.running.signal;
    const { status, error, text: cause }: Interruption = isInterruption(reason) ? reason : { status: 'ABORTED' };
    [execution.error, execution.text] = [error, cause];
    this.end(execution, status);
    const { history } = execution;
    if (status === 'ABORTED')
      history.add('ExecutionAborted', history.lastId, { executionAbortedEventDetails: { error, cause } });
    else history.add('ExecutionTimedOut', history.lastId, { executionTimedOutEventDetails: { error, cause } });
  }

  private end(execution: Execution, status: Execution['status']): void {
    execution.status = status;
    execution.stoppedAt = this.cloud.clock.now();
  }
}

function isInterruption(reason: unknown): reason is Interruption {
  return typeof reason === 'object' && reason !== null && 'status' in reason;
}

function asStateError(reason: unknown): StateError {
  if (reason instanceof StateError) return reason;
  if (reason instanceof HistoryFull) return new StateError('States.Runtime', reason.message);
  const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  return new StateError('States.Runtime', `the local AWS failed: ${text}`);
}
