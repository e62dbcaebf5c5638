import { choice, expression, fail, type Named, NOW, type State } from './asl';
import { CONDITION_FAILED, text, update } from './record';

/**
 * The time of the last redrive; the context has it only after one.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html#contextobject-format
 */
const REDRIVEN_AT = '$states.context.Execution.RedriveTime';

/** Whether the execution was redriven after what its next write relies on was looked at. */
const IS_OUTDATED = `$exists(${REDRIVEN_AT}) and $toMillis(${REDRIVEN_AT}) > $toMillis($checkedAt)`;

/** What the arguments of a task end with when it is outdated. */
const OUTDATED = ['States.QueryEvaluationError'];

/** Where a release looks. */
export const LOOK = 'WasRedriven?';

/** Set by the state that looks. */
export const CHECKED = { checkedAt: expression(NOW) };

/**
 * Lets a task look first when a redrive begins with it: the release may have been rolled back, and others may have followed, between the
 * end of the execution and its redrive. A redrive goes on at the very state that ended, so that no state before it could look.
 *
 * @param next the state that looks
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function looksAfterRedrive([name, state, place]: Named, next: string): Named {
  const { Retry = [], Catch = [] } = state as {
    readonly Retry?: readonly object[];
    readonly Catch?: readonly object[];
  };
  const failure = expression("$states.errorOutput.Error & ': ' & $substring($states.errorOutput.Cause, 0, 600)");
  const looking: State = {
    ...state,
    Arguments: outdatedArguments(name, state.Arguments as Readonly<Record<string, unknown>>),
    Retry: [{ ErrorEquals: OUTDATED, MaxAttempts: 0 }, ...Retry],
    Catch: [{ ErrorEquals: OUTDATED, Assign: { at: name, failure }, Next: next }, ...Catch],
  };
  return [name, looking, place];
}

/** The same for all of some states that change something of AWS; what is written to the table has conditions of its own. */
export function writesLookAfterRedrive(states: readonly Named[]): Named[] {
  return states.map((one) => (isWrite(one) ? looksAfterRedrive(one, LOOK) : one));
}

/** The states that look whether the release still holds the lock, and go on at the state that was redriven. */
export function lookAfterRedrive(table: string, looking: readonly Named[], superseded: string): Named[] {
  const those = looking.filter(([, { Catch }]) => catchesOf(Catch).some(({ Next }) => Next === LOOK));
  const isAt = (name: string) => `$at = '${name}'`;
  const held = update({
    table,
    item: 'service',
    set: { lock: text('$release') },
    condition: '#lock = :lock',
    assign: CHECKED,
    catches: [{ errors: CONDITION_FAILED, next: superseded }],
    retries: 8,
    next: 'GoOnAt?',
  });
  // Arguments that are wrong without a redrive are an error like any other.
  const errors = those.map(([name, { Catch }]) => {
    const all = catchesOf(Catch).find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
    return { when: isAt(name), next: all?.Next ?? 'CannotGoOn' };
  });
  return [
    [LOOK, choice([{ when: IS_OUTDATED, next: 'HoldsTheLockStill' }, ...errors], { next: 'CannotGoOn' })],
    ['HoldsTheLockStill', held],
    [
      'GoOnAt?',
      choice(
        those.map(([name]) => ({ when: isAt(name), next: name })),
        { next: 'CannotGoOn' },
      ),
    ],
    ['CannotGoOn', fail('CannotGoOn', expression('$failure'))],
  ];
}

/** All calls of AWS but reads, and but those of the table. */
function isWrite([, { Type, Resource }]: Named): boolean {
  return Type === 'Task' && /:aws-sdk:(?!dynamodb:)\w+:(?!get|describe|list)/.test(String(Resource));
}

/** The first text of the arguments is not worked out when they are outdated. */
function outdatedArguments(name: string, given: Readonly<Record<string, unknown>>): object {
  const [field, value] = Object.entries(given).find((one): one is [string, string] => typeof one[1] === 'string') ?? [];
  if (field === undefined || value === undefined) throw new Error(`the arguments of '${name}' have no text to look at`);
  const [, jsonata = `'${value}'`] = /^\{%([\s\S]*)%\}$/.exec(value) ?? [];
  return { ...given, [field]: expression(`(${IS_OUTDATED}) ? $error('redriven') : (${jsonata.trim()})`) };
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

function catchesOf(catches: unknown): readonly Catcher[] {
  return Array.isArray(catches) ? catches : [];
}
