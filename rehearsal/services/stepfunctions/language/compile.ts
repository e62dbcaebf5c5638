import { parseResource } from '../integrations/resource';
import { compileCatchers, compileRetriers } from './handlers';
import { InvalidDefinition } from './invalid-definition';
import { checkScopes } from './scopes';
import { compileTemplate, type Template } from './template';
import type { ChoiceRule, State, Workflow } from './workflow';

type Json = Readonly<Record<string, unknown>>;

/** Fields of JSONPath states; the local AWS does not run them. */
const JSONPATH_FIELDS = [
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'Result', 'Variable', 'ItemsPath'],
  ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath', 'ErrorPath', 'CausePath'],
];

/** Fields that Step Functions has, and the local AWS does not. */
const NOT_LOCAL = [
  ...['Credentials', 'ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'],
  ...['ToleratedFailureCount', 'ToleratedFailurePercentage'],
];

/** `$states.result` exists only after the call, `$states.errorOutput` only in a catcher. */
const NOT_YET = ['result', 'errorOutput'];

/**
 * Compiles a definition: every expression is parsed once, every state that is named exists.
 *
 * @throws InvalidDefinition as CreateStateMachine would refuse it, and for JSONPath, which the local AWS does not have
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
 */
export function compileDefinition(text: string): Workflow {
  const definition = parseJson(text);
  const workflow = compileWorkflow(definition, '', definition.QueryLanguage ?? 'JSONPath');
  checkScopes(definition);
  const timeoutSeconds = definition.TimeoutSeconds;
  if (timeoutSeconds === undefined) return workflow;
  if (!Number.isInteger(timeoutSeconds) || Number(timeoutSeconds) <= 0)
    throw new InvalidDefinition(
      `'TimeoutSeconds' must be a positive integer, got ${timeoutSeconds}`,
      '/TimeoutSeconds',
    );
  return { ...workflow, timeoutSeconds: Number(timeoutSeconds) };
}

function parseJson(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // answered below
  }
  throw new InvalidDefinition('The definition is not a JSON object', '/');
}

function compileWorkflow(definition: Json, path: string, language: unknown): Workflow {
  const states = (definition.States ?? {}) as Json;
  const startAt = String(definition.StartAt ?? '');
  if (!(startAt in states)) throw new InvalidDefinition(`'StartAt' names no state: '${startAt}'`, `${path}/StartAt`);
  const compiled = new Map(
    Object.entries(states).map(([name, state]) => [
      name,
      compileState(name, state as Json, `${path}/States/${name}`, language),
    ]),
  );
  for (const [name, state] of compiled)
    for (const next of targetsOf(state))
      if (!compiled.has(next))
        throw new InvalidDefinition(`There is no state '${next}' to go to`, `${path}/States/${name}`);
  return { startAt, states: compiled };
}

function targetsOf(state: State): string[] {
  const next = 'next' in state && state.next !== undefined ? [state.next] : [];
  if (state.type === 'Choice') return [...state.choices.map((rule) => rule.next), ...[state.default ?? []].flat()];
  return [...next, ...('catch' in state ? state.catch.map((one) => one.next) : [])];
}

function compileState(name: string, state: Json, path: string, inherited: unknown): State {
  const language = state.QueryLanguage ?? inherited;
  if (name.length > 80) throw new InvalidDefinition('The name of a state has at most 80 characters', path);
  if (language !== 'JSONata')
    throw new InvalidDefinition(
      `The local AWS runs states in JSONata, not in ${language}; set "QueryLanguage": "JSONata" at the top level`,
      path,
    );
  for (const field of JSONPATH_FIELDS)
    if (field in state) throw new InvalidDefinition(`The field "${field}" is not supported with JSONata`, path);
  for (const field of NOT_LOCAL)
    if (field in state) throw new InvalidDefinition(`The local AWS does not have the field "${field}"`, path);
  const field = (key: string, forbidden = NOT_YET): Template | undefined =>
    state[key] === undefined ? undefined : inState(path, () => compileTemplate(state[key], key, forbidden));
  const afterwards = ['Task', 'Parallel', 'Map'].includes(String(state.Type)) ? ['errorOutput'] : NOT_YET;
  const common = { name, output: field('Output', afterwards), assign: field('Assign', afterwards) };
  const goesOn = () => ({ next: nextOf(state, path) });
  const handled = () => ({
    ...goesOn(),
    retry: compileRetriers(state.Retry, path),
    catch: compileCatchers(state.Catch, path),
  });
  const inner = (definition: unknown, place: string) =>
    compileWorkflow((definition ?? {}) as Json, `${path}/${place}`, language);

  switch (state.Type) {
    case 'Task':
      return {
        ...common,
        ...handled(),
        type: 'Task',
        resource: parseResource(state.Resource, `${path}/Resource`),
        arguments: field('Arguments'),
        timeoutSeconds: field('TimeoutSeconds'),
        heartbeatSeconds: field('HeartbeatSeconds'),
      };
    case 'Parallel':
      return {
        ...common,
        ...handled(),
        type: 'Parallel',
        arguments: field('Arguments'),
        branches: ((state.Branches ?? []) as unknown[]).map((branch, index) => inner(branch, `Branches[${index}]`)),
      };
    case 'Map': {
      const processor = (state.ItemProcessor ?? state.Iterator) as Json;
      if ((processor?.ProcessorConfig as Json | undefined)?.Mode === 'DISTRIBUTED')
        throw new InvalidDefinition('The local AWS runs Map states inline only, not distributed', path);
      return {
        ...common,
        ...handled(),
        type: 'Map',
        itemProcessor: inner(processor, 'ItemProcessor'),
        items: field('Items'),
        itemSelector: field('ItemSelector'),
        maxConcurrency: field('MaxConcurrency'),
      };
    }
    case 'Choice':
      return { ...common, type: 'Choice', choices: compileRules(state, path), default: state.Default as string };
    case 'Wait': {
      if ((state.Seconds === undefined) === (state.Timestamp === undefined))
        throw new InvalidDefinition('A Wait state has either "Seconds" or "Timestamp"', path);
      return { ...common, ...goesOn(), type: 'Wait', seconds: field('Seconds'), timestamp: field('Timestamp') };
    }
    case 'Pass':
      return { ...common, ...goesOn(), type: 'Pass' };
    case 'Succeed':
      return { ...common, type: 'Succeed' };
    case 'Fail':
      return { ...common, type: 'Fail', error: field('Error'), failCause: field('Cause') };
    default:
      throw new InvalidDefinition(`There is no state type '${state.Type}'`, `${path}/Type`);
  }
}

/** Places of expressions are said from the top of the definition. */
function inState<T>(path: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof InvalidDefinition) throw new InvalidDefinition(error.reason, `${path}/${error.location}`);
    throw error;
  }
}

function nextOf(state: Json, path: string): string | undefined {
  if ((state.End === true) === (typeof state.Next === 'string'))
    throw new InvalidDefinition('A state has either "Next" or "End": true', path);
  return state.Next as string | undefined;
}

function compileRules(state: Json, path: string): ChoiceRule[] {
  const rules = (state.Choices ?? []) as Json[];
  if (rules.length === 0) throw new InvalidDefinition('A Choice state needs at least one rule', `${path}/Choices`);
  return rules.map((rule, index) => {
    const at = `Choices[${index}]`;
    const template = (key: string) => inState(path, () => compileTemplate(rule[key], `${at}/${key}`, NOT_YET));
    if (rule.Condition === undefined || typeof rule.Next !== 'string')
      throw new InvalidDefinition('A rule in JSONata has "Condition" and "Next"', `${path}/${at}`);
    return {
      condition: template('Condition'),
      next: rule.Next,
      output: rule.Output === undefined ? undefined : template('Output'),
      assign: rule.Assign === undefined ? undefined : template('Assign'),
    };
  });
}
