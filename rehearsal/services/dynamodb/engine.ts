import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { ActionName } from './actions';
import { CREATE_TABLE_MS, DELETE_TABLE_MS, UPDATE_TABLE_MS } from './durations';
import { MemoryStore } from './memory-store';
import { onTheClock } from './on-the-clock';
import { fromWire, toWire } from './values';

type Actions = typeof import('./actions');

/** What dynalite keeps of an item at most. */
const MAX_ITEM_KB = 400;

/** The semantics of DynamoDB by dynalite: its checks, expressions and actions, on a store and a clock of our own. */
export class Engine {
  public readonly store: MemoryStore;
  private actions?: Actions;
  private readonly ended = new AbortController();

  constructor(private readonly cloud: Cloud) {
    this.store = new MemoryStore(cloud, {
      createTableMs: CREATE_TABLE_MS,
      deleteTableMs: DELETE_TABLE_MS,
      updateTableMs: UPDATE_TABLE_MS,
      maxItemSizeKb: MAX_ITEM_KB,
      maxItemSize: MAX_ITEM_KB * 1024,
    });
  }

  /** To be awaited before anything is run: the engine is loaded when it is first needed. */
  public async load(): Promise<void> {
    this.actions ??= await import('./actions');
  }

  /** @throws AwsError in DynamoDB's words */
  public run(name: ActionName, input: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.start(name, input, (error, output) => (error ? reject(awsError(error)) : resolve(fromWire(output))));
    });
  }

  /**
   * Runs an action that is done at once: all but queries and scans.
   *
   * @throws AwsError in DynamoDB's words
   */
  public runNow(name: ActionName, input: object): unknown {
    let outcome: { readonly error: unknown; readonly output: unknown } | undefined;
    this.start(name, input, (error, output) => {
      outcome = { error, output };
    });
    if (!outcome) throw new Error(`dynalite did not end ${name} at once`);
    if (outcome.error) throw awsError(outcome.error);
    return fromWire(outcome.output);
  }

  public stop(): void {
    this.ended.abort();
  }

  private start(name: ActionName, input: object, done: (error: unknown, output?: unknown) => void): void {
    const { actions } = this;
    if (!actions) throw new Error('the engine is not loaded yet');
    onTheClock(this.cloud.clock, this.ended.signal, () => {
      try {
        actions.runAction(name, this.store, toWire(input) as object, done);
      } catch (error) {
        done(error);
      }
    });
  }
}

/** dynalite's errors carry the body of AWS's answer; anything else is a fault. */
function awsError(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: Record<string, string> };
  if (!statusCode || !body) return error;
  const code = body.__type.split('#').at(-1) ?? 'InternalServerError';
  return new AwsError(code, body.message ?? body.Message ?? '', statusCode);
}
