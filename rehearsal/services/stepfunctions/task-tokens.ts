import { createHash } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { Execution } from './execution';
import { PAYLOAD_LIMIT } from './language/payload';
import { StateError } from './language/state-error';

/** A token that was given to a task. */
export interface TaskToken {
  readonly token: string;
  readonly execution: Execution;
  /** Resolves with what SendTaskSuccess said, rejects with what SendTaskFailure said. */
  readonly answer: Promise<unknown>;
  /** When the last heartbeat came, in rehearsal time; undefined before the first. */
  heartbeatAt?: number;
  /** Nobody can answer any more. */
  close(): void;
}

interface Open extends TaskToken {
  resolve(output: unknown): void;
  reject(error: StateError): void;
  isOpen: boolean;
}

/**
 * The tokens of tasks that wait to be called back. Each attempt of a task has a token of its own.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export class TaskTokens {
  private readonly tokens = new Map<string, Open>();

  constructor(private readonly now: () => number) {}

  /** A new token. It is made of the execution's own name, so that virtual time stays the same every time. */
  public open(execution: Execution): TaskToken {
    const token = createHash('sha512')
      .update(`${execution.arn}#${execution.tokens++}`)
      .digest('base64');
    let [resolve, reject]: [Open['resolve'], Open['reject']] = [() => {}, () => {}];
    const answer = new Promise<unknown>((yes, no) => {
      [resolve, reject] = [yes, no];
    });
    // The task may be over (timed out, stopped) when the answer comes; then nobody listens.
    answer.catch(() => {});
    const opened: Open = {
      ...{ token, execution, answer, resolve, reject, isOpen: true },
      close: () => {
        opened.isOpen = false;
      },
    };
    this.tokens.set(token, opened);
    return opened;
  }

  public succeed(token: string | undefined, output: string | undefined) {
    const found = this.find(token);
    const value = readOutput(output);
    found.close();
    found.resolve(value);
    return {};
  }

  public fail(token: string | undefined, error?: string, cause?: string) {
    const found = this.find(token);
    found.close();
    found.reject(new StateError(error, cause));
    return {};
  }

  public heartbeat(token: string | undefined) {
    this.find(token).heartbeatAt = this.now();
    return {};
  }

  /** The state machine that a token belongs to, for the permission check. */
  public machineOf(token: unknown): string | undefined {
    return this.tokens.get(String(token))?.execution.machine.arn;
  }

  /** AWS says of every token that is used up, expired or orphaned that its task timed out. */
  private find(token = ''): Open {
    const found = this.tokens.get(token);
    if (!found) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    if (!found.isOpen) throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    return found;
  }
}

function readOutput(output = ''): unknown {
  if (Buffer.byteLength(output) > PAYLOAD_LIMIT)
    throw new AwsError('ValidationException', `The output is longer than ${PAYLOAD_LIMIT} bytes`);
  try {
    return JSON.parse(output);
  } catch {
    throw new AwsError('InvalidOutput', `Invalid Output: 'The output is not JSON: ${output.slice(0, 100)}'`);
  }
}
