import jsonata from 'jsonata';
import { InvalidDefinition } from './invalid-definition';
import { queryError } from './state-error';

/** What an expression can name: `$states`, the variables, the functions that Step Functions adds. */
export type Bindings = Readonly<Record<string, unknown>>;

/** A field's value whose strings `{% ... %}` are JSONata, compiled once. */
export interface Template {
  /** The field, as errors name it. */
  readonly field: string;
  /** @throws StateError `States.QueryEvaluationError` */
  evaluate(bindings: Bindings): Promise<unknown>;
}

/**
 * Stops expressions that never end. AWS allows a second of its own computers; here a busy computer gets more, so that no
 * good release fails. (The depth is ours: AWS names none.)
 */
const LIMITS = { timeout: 10_000, stack: 500 };

/**
 * Compiles a field.
 *
 * @param forbidden parts of `$states` that the field must not use, e.g. `result` before there is one
 * @throws InvalidDefinition when an expression cannot be parsed
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function compileTemplate(value: unknown, field: string, forbidden: readonly string[] = []): Template {
  return { field, evaluate: compile(value, field, forbidden) ?? (async () => value) };
}

type Evaluate = Template['evaluate'];

/** @returns undefined for a value without expressions */
function compile(value: unknown, field: string, forbidden: readonly string[]): Evaluate | undefined {
  if (typeof value === 'string') return compileText(value, field, forbidden);
  if (typeof value !== 'object' || value === null) return undefined;
  const parts = Object.entries(value).map(([key, one]) => ({
    key,
    one,
    evaluate: compile(one, `${field}/${key}`, forbidden),
  }));
  if (parts.every((part) => part.evaluate === undefined)) return undefined;
  const evaluateAll = (bindings: Bindings) =>
    Promise.all(parts.map(async ({ key, one, evaluate }) => [key, evaluate ? await evaluate(bindings) : one] as const));
  if (Array.isArray(value)) return async (bindings) => (await evaluateAll(bindings)).map(([, one]) => one);
  return async (bindings) => Object.fromEntries(await evaluateAll(bindings));
}

function compileText(text: string, field: string, forbidden: readonly string[]): Evaluate | undefined {
  const [opens, closes] = [text.startsWith('{%'), text.endsWith('%}')];
  if (!opens && !closes) return undefined;
  if (!opens || !closes || text.length < 4)
    throw new InvalidDefinition(`The JSONata expression '${text}' must begin with '{%' and end with '%}'`, field);
  return compileExpression(text.slice(2, -2).trim(), field, forbidden);
}

function compileExpression(source: string, field: string, forbidden: readonly string[]): Evaluate {
  for (const part of forbidden)
    if (new RegExp(`\\$states\\s*\\.\\s*${part}\\b`).test(source))
      throw new InvalidDefinition(`'$states.${part}' is not available here`, field);
  const expression = parse(source, field);
  return async (bindings) => {
    const name = `The JSONata expression '${source}' specified for the field '${field}'`;
    let value: unknown;
    try {
      value = await expression.evaluate(undefined, bindings);
    } catch (error) {
      const { code, message } = error as { readonly code?: string; readonly message?: string };
      throw queryError(`${name} threw an error during evaluation. ${code ? `${code}: ` : ''}${message}`, field);
    }
    if (value === undefined) throw queryError(`${name} returned nothing (undefined).`, field);
    const json = typeof value === 'function' ? undefined : JSON.stringify(value);
    if (json === undefined) throw queryError(`${name} returned an unsupported result type.`, field);
    return JSON.parse(json);
  };
}

function parse(source: string, field: string): jsonata.Expression {
  try {
    return jsonata(source, LIMITS);
  } catch (error) {
    throw new InvalidDefinition(`The JSONata expression '${source}' is not valid: ${(error as Error).message}`, field);
  }
}
