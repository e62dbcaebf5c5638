import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FunctionToRun, InvocationResult } from '../ports';
import type { Network } from './network';
import { adopt, release, signalGroup } from './process-reaper';

/** What a function's process is started with. */
export interface FunctionProcessOptions {
  readonly fn: FunctionToRun;
  readonly directory: string;
  readonly hostFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly network: Network;
  /** The time that the function has, asked at each invocation. */
  readonly now: () => number;
}

type Answer = { readonly type: 'result' | 'error'; readonly payload: string };

/** How long the last lines of an invocation may be on their way after its answer. */
const LAST_LINES_MS = 500;

/** A process that runs one function, one invocation after the other, as an execution environment of Lambda does. */
export class FunctionProcess {
  private readonly child: ChildProcess;
  private readonly unsubscribe: () => void;
  private lines: string[] = [];
  private marks = 0;
  private ended?: { readonly code: number | null; readonly signal: string | null };
  private readonly stopped: Promise<void>;
  private wake: () => void = () => undefined;
  private answer?: Answer;

  constructor(private readonly options: FunctionProcessOptions) {
    const { hostFile, directory, environment, network } = options;
    this.child = spawn(process.execPath, [hostFile], {
      cwd: directory,
      env: { ...environment },
      // A group of its own: Ctrl-C in the terminal is for the rehearsal, which then ends its functions itself.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    if (this.child.pid !== undefined) adopt(this.child.pid);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.read(line));
    }
    this.child.on('message', (message) => {
      this.answer = message as Answer;
      this.wake();
    });
    this.child.on('error', () => undefined);
    this.stopped = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.ended = { code, signal };
        if (this.child.pid !== undefined) release(this.child.pid);
        this.unsubscribe();
        this.wake();
        resolve();
      });
    });
    const tell = () => this.send({ type: 'network', bindings: network.all });
    this.unsubscribe = network.onChange(tell);
    tell();
  }

  /** Can it take another invocation? */
  public get alive(): boolean {
    return this.ended === undefined && this.child.connected;
  }

  /** Runs one invocation. A time-out ends the process, as Lambda does. */
  public async invoke(event: unknown, requestId: string): Promise<InvocationResult> {
    const { fn, now } = this.options;
    this.lines = [];
    this.marks = 0;
    this.answer = undefined;
    const timeoutMs = fn.timeoutSeconds * 1000;
    const deadline = Date.now() + timeoutMs;
    this.send({ type: 'invoke', event, context: contextOf(fn, requestId), timeoutMs, now: now() });
    await this.until(() => this.answer !== undefined, deadline);
    if (this.answer) {
      await this.until(() => this.marks >= 2, Date.now() + LAST_LINES_MS);
      return this.result(this.answer);
    }
    if (this.ended)
      return this.failed('Runtime.ExitError', requestId, `Runtime exited with error: ${this.howItEnded()}`);
    await this.kill();
    return this.failed('Sandbox.Timedout', requestId, `Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`);
  }

  /** Ends it, with everything that it started. */
  public async kill(): Promise<void> {
    if (!this.ended && this.child.pid !== undefined) signalGroup(this.child.pid, 'SIGKILL');
    await this.stopped;
  }

  private result({ type, payload }: Answer): InvocationResult {
    return { payload, functionError: type === 'error' ? 'Unhandled' : undefined, log: this.lines };
  }

  private failed(errorType: string, requestId: string, message: string): InvocationResult {
    const errorMessage = `RequestId: ${requestId} Error: ${message}`;
    const log = [...this.lines, `${requestId} ${message}`];
    return { payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled', log };
  }

  private howItEnded(): string {
    return this.ended?.signal ? `signal: ${this.ended.signal}` : `exit status ${this.ended?.code}`;
  }

  private read(line: string): void {
    if (line.startsWith('\0')) this.marks += 1;
    else this.lines.push(line);
    this.wake();
  }

  private send(message: object): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }

  /** Resolves when `condition` holds, the process has ended, or at `deadline`. */
  private until(condition: () => boolean, deadline: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wake = () => undefined;
        resolve();
      };
      this.wake = () => {
        if (condition() || this.ended) done();
      };
      const timer = setTimeout(done, Math.max(0, deadline - Date.now()));
      this.wake();
    });
  }
}

function contextOf(fn: FunctionToRun, awsRequestId: string) {
  return {
    awsRequestId,
    functionName: fn.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: fn.functionArn,
    memoryLimitInMB: String(fn.memorySize),
    logGroupName: `/aws/lambda/${fn.functionName}`,
    logStreamName: 'rehearsal',
  };
}
