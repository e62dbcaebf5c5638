import { Problem } from '../../commands/problem';
import type { ReleaseRecord } from './record';

/** What answering the gate of a release needs. */
export interface GateAnswer {
  readonly id: string;
  /** Reads the record anew. */
  readonly read: () => Promise<ReleaseRecord | undefined>;
  /** Sends the answer with a token. */
  readonly send: (taskToken: string) => Promise<void>;
  /** Waits a moment, until the machine has judged and has a new token. */
  readonly pause: () => Promise<void>;
}

/** The machine judges the alarms at the gate in some seconds and then writes a new token: this many tries are enough for that. */
const TRIES = 10;

/**
 * Answers the gate of a release. The gate renews its token whenever it judges the alarms, so that a token which has timed out
 * is tried again with the next one.
 *
 * @throws Problem when it does not wait any more: somebody else answered, its deadline passed, an alarm fired
 */
export async function answerGate({ id, read, send, pause }: GateAnswer): Promise<void> {
  let tried: string | undefined;
  for (let count = 0; count < TRIES; count += 1) {
    const record = await read();
    if (!record?.taskToken || record.phase !== 'waiting') throw notWaiting(id, record);
    if (record.taskToken !== tried) {
      tried = record.taskToken;
      if (await accepted(send, tried)) return;
    }
    await pause();
  }
  throw notWaiting(id, await read());
}

/** Whether the token was still good. */
async function accepted(send: GateAnswer['send'], token: string): Promise<boolean> {
  try {
    await send(token);
    return true;
  } catch (error) {
    if (error instanceof Error && STALE.has(error.name)) return false;
    throw error;
  }
}

const STALE = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

function notWaiting(id: string, record: ReleaseRecord | undefined): Problem {
  return new Problem(
    `release ${id} does not wait for a person any more: ${record ? standing(record) : 'it has no record'}; nothing was changed`,
    1,
  );
}

function standing({ phase, promotedBy, reason, gateUntil }: ReleaseRecord): string {
  if (promotedBy) return `${promotedBy} promoted it`;
  if (reason) return `it is ${phase} (${reason})`;
  if (phase !== 'waiting') return `it is ${phase}`;
  return `somebody has just answered, or its deadline${gateUntil ? ` ${gateUntil.toISOString()}` : ''} has passed`;
}
