import type { Clock } from '../../clock';
import type { FunctionRunner, FunctionToRun, InvocationResult } from '../../ports';

/** An invocation that ended, as the report tells it. */
export interface InvocationRecord {
  readonly functionName: string;
  /** Rehearsal time of its beginning, in milliseconds. */
  readonly at: number;
  /** Rehearsal milliseconds. */
  readonly durationMs: number;
  /** What it failed with; undefined when it did not. */
  readonly error?: string;
  readonly log: readonly string[];
}

/** When Lambda tries a failed asynchronous invocation again: after one minute, and after two more. */
const RETRY_AFTER_MS = [60_000, 120_000];

/** How functions are invoked: once and waited for, or in the background with Lambda's retries. */
export class InvocationStory {
  constructor(
    private readonly clock: Clock,
    private readonly runner: FunctionRunner,
    private readonly stopped: AbortSignal,
    private readonly keep: (record: InvocationRecord) => void,
  ) {}

  /** Invokes once. Never rejects: a runner that fails is a function that failed. */
  public async once(fn: FunctionToRun, event: unknown): Promise<InvocationResult> {
    const at = this.clock.now();
    const result = await this.runner.invoke(fn, event).catch(brokenRunner);
    const durationMs = this.clock.now() - at;
    const error = result.functionError === undefined ? undefined : errorMessage(result.payload);
    this.keep({ functionName: fn.functionName, at, durationMs, error, log: result.log });
    return result;
  }

  /** Invokes in the background. */
  public start(fn: FunctionToRun, event: unknown): void {
    void this.withRetries(fn, event);
  }

  private async withRetries(fn: FunctionToRun, event: unknown): Promise<void> {
    for (const wait of [...RETRY_AFTER_MS, undefined]) {
      const { functionError } = await this.once(fn, event);
      if (functionError === undefined || wait === undefined) return;
      await this.clock.sleep(wait, this.stopped);
      if (this.stopped.aborted) return;
    }
  }
}

function brokenRunner(error: unknown): InvocationResult {
  const errorMessage = error instanceof Error ? error.message : String(error);
  return { payload: JSON.stringify({ errorType: 'Runtime.Error', errorMessage }), functionError: 'Unhandled', log: [] };
}

function errorMessage(payload: string): string {
  try {
    return String((JSON.parse(payload) as { errorMessage?: string }).errorMessage ?? payload);
  } catch {
    return payload;
  }
}
