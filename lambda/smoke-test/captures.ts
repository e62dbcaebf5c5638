import type { HttpAnswer } from '../shared/http-session';
import type { Capture } from './environment';
import { findIn } from './jmes-path';

/** What an answer gave, and the names for which it gave nothing. */
export interface Captured {
  readonly values: ReadonlyMap<string, unknown>;
  readonly missing: readonly string[];
}

/** Takes the variables from an answer, whatever its status: also what a failed answer tells must not reach the log. */
export function capture(captures: readonly Capture[], answer: HttpAnswer): Captured {
  const json = captures.some(({ jsonPath }) => jsonPath !== undefined) ? parsedBody(answer) : undefined;
  const found = captures.map(({ name, jsonPath, header = '' }): [string, unknown] => [
    name,
    jsonPath === undefined ? answer.headers[header.toLowerCase()] : findIn(json, jsonPath),
  ]);
  return {
    values: new Map(found.filter(([, value]) => value !== undefined)),
    missing: found.filter(([, value]) => value === undefined).map(([name]) => name),
  };
}

/** The JSON of a body; undefined when it is none. */
export function parsedBody({ body, truncated }: HttpAnswer): unknown {
  if (truncated) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
