import { JMESPathTypeError, search } from '@aws-lambda-powertools/jmespath';
import { messageOf } from '../shared/message-of';

/**
 * A JMESPath expression, checked.
 *
 * @throws when it cannot be parsed or calls an unknown function
 */
export function readJmesPath(expression: string, at: string): string {
  try {
    search(expression, {});
  } catch (error) {
    // Types are wrong only because of the empty object that the expression was tried on.
    if (!(error instanceof JMESPathTypeError)) {
      throw new Error(`${at}: '${expression}' is no JMESPath expression: ${messageOf(error)}`);
    }
  }
  return expression;
}

/** What the expression finds; undefined for nothing, null, and values of types that it cannot work on. */
export function findIn(json: unknown, expression: string): unknown {
  try {
    return search(expression, json as Parameters<typeof search>[1]) ?? undefined;
  } catch {
    return undefined;
  }
}
