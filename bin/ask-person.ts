import { createInterface } from 'node:readline/promises';
import type { ApprovalLinks } from '../rehearsal/release/descriptor/machine';
import { Problem } from './commands/problem';

const QUESTION = 'the candidate waits: promote or reject? ';

/** Where a person reads and types. */
export interface Desk {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * Asks until it is answered; the first letters are enough.
 *
 * @param links where the same is answered in AWS
 * @throws when nobody can answer any more, or `signal` aborts
 */
export async function askPerson({ input, output, signal }: Desk, links?: ApprovalLinks): Promise<'promote' | 'reject'> {
  if (links) output.write(`${wherever(links)}\n`);
  const lines = createInterface({ input, output });
  // Without this, readline keeps Ctrl-C for itself.
  lines.on('SIGINT', () => process.emit('SIGINT'));
  const ended = new Promise<never>((_resolve, reject) => {
    lines.once('close', () => reject(new Problem('nobody can answer: the input has ended; leave out --approve ask')));
  });
  ended.catch(() => undefined); // told to whoever awaits the race
  try {
    for (;;) {
      const said = (await Promise.race([lines.question(QUESTION, { signal }), ended])).trim().toLowerCase();
      if (said !== '' && 'promote'.startsWith(said)) return 'promote';
      if (said !== '' && 'reject'.startsWith(said)) return 'reject';
      output.write("please type 'promote' or 'reject'\n");
    }
  } finally {
    lines.close();
  }
}

/** What a message of AWS would link to. Here nobody stands behind the address. */
function wherever({ promote, reject }: ApprovalLinks): string {
  return `in AWS these links answer too, after the console has asked once more:\n  promote  ${promote}\n  reject   ${reject}`;
}
