import { InvalidDefinition } from './invalid-definition';
import { compileTemplate } from './template';
import type { Catcher, Retrier } from './workflow';

type Json = Readonly<Record<string, unknown>>;

/**
 * Compiles `Retry`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
 */
export function compileRetriers(retry: unknown, path: string): Retrier[] {
  return entriesOf(retry, `${path}/Retry`).map(({ entry, errorEquals, at }) => ({
    errorEquals,
    intervalSeconds: numberOf(entry, 'IntervalSeconds', at, { least: 1, most: 99_999_999, otherwise: 1 }),
    maxAttempts: numberOf(entry, 'MaxAttempts', at, { least: 0, most: 99_999_999, otherwise: 3 }),
    backoffRate: numberOf(entry, 'BackoffRate', at, { least: 1, otherwise: 2 }),
    maxDelaySeconds:
      entry.MaxDelaySeconds === undefined
        ? undefined
        : numberOf(entry, 'MaxDelaySeconds', at, { least: 1, most: 31_622_400, otherwise: 1 }),
    jitter: entry.JitterStrategy === 'FULL',
  }));
}

/**
 * Compiles `Catch`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-fallback-states
 */
export function compileCatchers(catchers: unknown, path: string): Catcher[] {
  return entriesOf(catchers, `${path}/Catch`).map(({ entry, errorEquals, at }, index) => {
    if (typeof entry.Next !== 'string') throw new InvalidDefinition('A catcher needs "Next"', at);
    const template = (key: string) =>
      entry[key] === undefined ? undefined : compileTemplate(entry[key], `Catch[${index}]/${key}`, ['result']);
    return { errorEquals, next: entry.Next, output: template('Output'), assign: template('Assign') };
  });
}

function entriesOf(list: unknown, path: string) {
  const entries = (list ?? []) as Json[];
  return entries.map((entry, index) => {
    const at = `${path}[${index}]`;
    const errorEquals = (entry.ErrorEquals ?? []) as string[];
    if (errorEquals.length === 0) throw new InvalidDefinition('"ErrorEquals" must not be empty', at);
    if (errorEquals.includes('States.ALL') && (errorEquals.length > 1 || index < entries.length - 1))
      throw new InvalidDefinition('"States.ALL" must stand alone, and in the last entry', at);
    return { entry, errorEquals, at };
  });
}

interface Bounds {
  readonly least: number;
  readonly most?: number;
  readonly otherwise: number;
}

function numberOf(entry: Json, key: string, at: string, { least, most, otherwise }: Bounds): number {
  const value = entry[key] ?? otherwise;
  if (typeof value !== 'number' || value < least || value > (most ?? Number.POSITIVE_INFINITY))
    throw new InvalidDefinition(
      `"${key}" must be a number from ${least}${most ? ` to ${most}` : ''}, got ${value}`,
      at,
    );
  return value;
}
