import { Aws } from 'aws-cdk-lib';

/** One state of a definition, in the words of the Amazon States Language. */
export interface State {
  readonly Type: string;
  readonly [field: string]: unknown;
}

/** A state under its name; one that stands aside is only reached by name, so the sequence passes it over. */
export type Named = readonly [name: string, state: State, place?: 'aside'];

/** A retrier, a catcher or a rule of a choice. */
type Clause = Readonly<Record<string, unknown>>;

/** What a task may have beside its arguments. */
export interface TaskOptions {
  /** Variables that are set from the result. */
  readonly assign?: Readonly<Record<string, unknown>>;
  /** What is caught before everything else; not tried again. */
  readonly catches?: readonly { readonly errors: readonly string[]; readonly next: string }[];
  /** Seconds, or an expression. */
  readonly timeout?: number | string;
  /** Errors that trying again cannot change. */
  readonly final?: readonly string[];
  /** How often the call is tried again after an error; 0 for never. */
  readonly retries?: number;
  readonly next?: string;
}

/** A JSONata expression. */
export function expression(jsonata: string): string {
  return `{% ${jsonata} %}`;
}

/** A text inside of an expression. */
export function quoted(text: string): string {
  return `'${text}'`;
}

/** The value of the colour that a variable names. */
export function ofColour(variable: string, values: { readonly blue: string; readonly green: string }): string {
  return expression(`${variable} = 'blue' ? ${quoted(values.blue)} : ${quoted(values.green)}`);
}

/** When the state was entered: the one clock that all decisions go by. */
export const NOW = '$states.context.State.EnteredTime';

/**
 * A call of an AWS API, tried again when it fails.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function task(action: string, Arguments: object, options: TaskOptions = {}): State {
  const catches = options.catches ?? [];
  const retries = options.retries ?? 4;
  const specific = catches.flatMap(({ errors }) => errors).filter((error) => error !== 'States.ALL');
  const final = [...new Set([...(options.final ?? []), ...specific])];
  const again = { IntervalSeconds: 2, MaxAttempts: retries, BackoffRate: 2, MaxDelaySeconds: 30 };
  return {
    Type: 'Task',
    Resource: `arn:${Aws.PARTITION}:states:::${action}`,
    Arguments,
    TimeoutSeconds: options.timeout ?? 60,
    Retry: [
      ...(final.length > 0 ? [{ ErrorEquals: final, MaxAttempts: 0 }] : []),
      ...(retries > 0 ? [{ ErrorEquals: ['States.ALL'], ...again }] : []),
    ],
    ...(catches.length > 0 && { Catch: catches.map(({ errors, next }) => caught(errors, next)) }),
    ...(options.assign && { Assign: options.assign }),
    ...(options.next && { Next: options.next }),
  };
}

/** Time that passes; seconds, or an expression. */
export function wait(Seconds: number | string, fields: Readonly<Record<string, unknown>> = {}): State {
  return { Type: 'Wait', Seconds, ...fields };
}

/** A state that only sets variables. */
export function pass(assign: Readonly<Record<string, unknown>>, next?: string): State {
  return { Type: 'Pass', Assign: assign, ...(next && { Next: next }) };
}

/** One way out of a choice. */
export interface Way {
  readonly when: string;
  readonly next: string;
  readonly assign?: Readonly<Record<string, unknown>>;
}

/** A choice; without `otherwise` the way that fits none leads to the next state. */
export function choice(
  ways: readonly Way[],
  otherwise?: { readonly next?: string; readonly assign?: Readonly<Record<string, unknown>> },
): State {
  return {
    Type: 'Choice',
    Choices: ways.map(({ when, next, assign }) => ({
      Condition: expression(when),
      ...(assign && { Assign: assign }),
      Next: next,
    })),
    ...(otherwise?.assign && { Assign: otherwise.assign }),
    ...(otherwise?.next && { Default: otherwise.next }),
  };
}

/** An end that counts as a failure, with JSONata for the error and its cause. */
export function fail(error: string, cause: string): State {
  return { Type: 'Fail', Error: error, Cause: cause };
}

/** Leads each state to the one after it, unless it says where it goes; the last one to `next`. */
export function sequence(states: readonly Named[], next?: string): Named[] {
  return states.map(([name, state, place], index) => {
    const following = states.slice(index + 1).find(([, , where]) => where !== 'aside')?.[0] ?? next;
    if (ENDS.includes(state.Type) || following === undefined) return [name, state, place];
    const key = state.Type === 'Choice' ? 'Default' : 'Next';
    return [name, key in state ? state : { ...state, [key]: following }, place];
  });
}

/** Leads every error of these tasks that nothing catches yet to one state, with `failure` saying what it was. */
export function guarded(states: readonly Named[], next: string): Named[] {
  return states.map(([name, state, place]) => {
    const catches = (state.Catch ?? []) as Clause[];
    if (state.Type !== 'Task' || catches.some(catchesAll)) return [name, state, place];
    return [name, { ...state, Catch: [...catches, caught(['States.ALL'], next)] }, place];
  });
}

/** Lets every error of these tasks pass, so that each is tried whatever became of the one before. In sequence already. */
export function bestEffort(states: readonly Named[]): Named[] {
  return states.flatMap((one) => {
    const { Next } = one[1];
    return typeof Next === 'string' ? guarded([one], Next) : [one];
  });
}

/** The state, setting variables too. */
export function assigning(state: State, assign: Readonly<Record<string, unknown>>): State {
  return { ...state, Assign: { ...((state.Assign ?? {}) as object), ...assign } };
}

/** The states as a definition. */
export function definition(Comment: string, states: readonly Named[]): object {
  const names = states.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`there are two states '${twice}'; give the hooks different ids`);
  return {
    Comment,
    QueryLanguage: 'JSONata',
    StartAt: names[0],
    States: Object.fromEntries(states.map(([name, state]) => [name, state])),
  };
}

const ENDS = ['Fail', 'Succeed'];

/** AWS's causes may be whole stack traces; what a person reads fits a line. */
const FAILURE = expression(
  "$states.errorOutput.Error & ($exists($states.errorOutput.Cause) ? ': ' & $substring($states.errorOutput.Cause, 0, 600) : '')",
);

function caught(errors: readonly string[], next: string): Clause {
  return { ErrorEquals: errors, Assign: { failure: FAILURE }, Next: next };
}

function catchesAll({ ErrorEquals }: Clause): boolean {
  return Array.isArray(ErrorEquals) && ErrorEquals.includes('States.ALL');
}
