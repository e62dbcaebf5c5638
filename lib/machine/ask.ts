import { choice, expression, type Named, NOW, task, wait } from './asl';

/** What a decision leads to. */
export interface AskOptions {
  /** Name of the state that asks. */
  readonly name: string;
  /** Name of the choice that goes by the answer. */
  readonly choiceName: string;
  /** Name of the state that waits until it is asked again; left out where a decision never waits. */
  readonly waitName?: string;
  /** Whether that state comes before the question too, and is made by the caller. */
  readonly waitsBefore?: boolean;
  readonly question: string;
  /** What the function is told, as JSONata expressions. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Where a fail leads, with `failure` saying why. */
  readonly onFail: string;
  /** Where a pass leads; the next state without. */
  readonly onPass?: string;
  readonly decideFunction: string;
}

/**
 * Asks the deciding function, which only reads, and goes by its verdict: on, wait and ask again, or fail.
 *
 * The function is told the time, because only the machine's clock is the release's clock.
 */
export function ask(options: AskOptions): Named[] {
  const { name, choiceName, waitName, onFail } = options;
  const facts = Object.entries(options.facts ?? {}).map(([key, jsonata]) => [key, expression(jsonata)]);
  const Payload = { question: options.question, now: expression(NOW), ...Object.fromEntries(facts) };
  const asks = task(
    'lambda:invoke',
    { FunctionName: options.decideFunction, Payload },
    { assign: { answer: expression('$states.result.Payload') }, next: choiceName },
  );
  const ways = [
    ...(waitName ? [{ when: "$answer.verdict = 'wait'", next: waitName }] : []),
    { when: "$answer.verdict != 'pass'", next: onFail, assign: { failure: expression('$answer.reason') } },
  ];
  const states: Named[] = [
    [name, asks],
    [choiceName, choice(ways, { next: options.onPass })],
  ];
  if (!waitName || options.waitsBefore) return states;
  return [...states, [waitName, wait(expression('$answer.seconds'), { Next: name }), 'aside']];
}
