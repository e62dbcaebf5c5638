import { readName, readObject } from '../checked-json';
import { jsonLog, type Log } from '../log';
import type { Answer } from './answer';

/** A question of the machine, with its facts. */
export type Facts = Readonly<Record<string, unknown>>;

/** Answers one kind of question; it reads, and never writes. */
export type Reply = (facts: Facts) => Promise<Answer>;

/**
 * The Lambda handler of a machine's questions: each answer is logged with what was asked.
 *
 * `open` gives the replies at the first question, so that a setting that is wrong fails that question with its reason, and not the
 * start of the function.
 *
 * What goes wrong is thrown: the machine asks again, and goes back when that does not help.
 */
export function answering(
  name: string,
  open: () => Readonly<Record<string, Reply>>,
  log: Log = jsonLog({ handler: name }),
): (event: unknown) => Promise<Answer> {
  let opened: Readonly<Record<string, Reply>> | undefined;
  return async (event) => {
    opened ??= open();
    const replies = opened;
    const facts = readObject(event, 'the event');
    const question = readName(facts.question, 'question');
    const reply = replies[question];
    if (!reply) throw new Error(`there is no question '${question}'; there are ${Object.keys(replies).join(', ')}`);
    const answer = await reply(facts);
    log({ level: answer.verdict === 'fail' ? 'error' : 'info', event: 'answer', ...facts, answer });
    return answer;
  };
}

/** One of the two colours. */
export type Colour = 'blue' | 'green';

export function readColour(value: unknown, at: string): Colour {
  if (value === 'blue' || value === 'green') return value;
  throw new Error(`${at} must be blue or green, got ${JSON.stringify(value)}`);
}

export function otherThan(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}
