import { isDeepStrictEqual } from 'node:util';
import type { HttpAnswer } from '../shared/http-session';
import { percentile } from '../shared/percentile';
import { parsedBody } from './captures';
import type { JsonExpectation, Percentiles, TextExpectation } from './environment';
import { findIn } from './jmes-path';
import type { Expectations } from './read-expectations';
import { fillJson, fillText, type Variables } from './variables';

/** One expectation and what came. */
export interface Check {
  readonly what: string;
  /** As it was written: variables are not filled in, so that the log does not tell them. */
  readonly expected: string;
  /** A string comes from the answer and may tell a secret; numbers (status, milliseconds) are ours. */
  readonly actual: string | number;
  readonly ok: boolean;
}

/** Compares one answer with what was expected of it. */
export function checkAnswer(expect: Expectations, answer: HttpAnswer, variables: Variables): Check[] {
  const { status, headers = [], body = [], json = [], maxLatencyMillis } = expect;
  const parsed = json.length > 0 ? parsedBody(answer) : undefined;
  return [
    { what: 'status', expected: status, actual: answer.status, ok: isStatus(answer.status, status) },
    ...headers.map(({ name, ...text }) => checkText(`header ${name}`, text, answer.headers[name], variables)),
    ...body.map((text) => checkText('body', text, answer.body, variables)),
    ...json.map((expectation) => checkJson(expectation, parsed, answer, variables)),
    ...(maxLatencyMillis === undefined ? [] : [checkMillis('latency', maxLatencyMillis, answer.latencyMillis)]),
  ];
}

/** Compares the latencies of all requests of a step with its percentiles. */
export function checkPercentiles(percentiles: Percentiles | undefined, latencies: readonly number[]): Check[] {
  return Object.entries(percentiles ?? {}).map(([name, bound]) => {
    const percent = Number(name.slice(1, 3));
    return checkMillis(`p${percent}`, bound, percentile(latencies, percent));
  });
}

/** Whether a code is one of `200`, `200,202`, `200-299`. */
function isStatus(status: number, codes: string): boolean {
  return codes.split(',').some((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return first !== undefined && last !== undefined && first <= status && status <= last;
  });
}

function checkText(what: string, text: TextExpectation, actual: string | undefined, variables: Variables): Check {
  const { equals, contains, matches } = text;
  const ok =
    actual !== undefined &&
    (equals === undefined || actual === fillText(equals, variables)) &&
    (contains === undefined || actual.includes(fillText(contains, variables))) &&
    (matches === undefined || new RegExp(matches, 'u').test(actual));
  const expected = [
    equals !== undefined && `equals '${equals}'`,
    contains !== undefined && `contains '${contains}'`,
    matches !== undefined && `matches /${matches}/`,
  ].filter(Boolean);
  return { what, expected: expected.join(' and ') || 'is there', actual: actual ?? 'not there', ok };
}

function checkJson(expectation: JsonExpectation, parsed: unknown, answer: HttpAnswer, variables: Variables): Check {
  const what = `json ${expectation.path}`;
  const expected = 'equals' in expectation ? `equals ${JSON.stringify(expectation.equals)}` : 'is there';
  if (parsed === undefined) {
    return {
      what,
      expected,
      actual: answer.truncated ? 'a body of more than 1 MiB' : 'a body that is no JSON',
      ok: false,
    };
  }
  const actual = findIn(parsed, expectation.path);
  // JMESPath has no undefined: nothing there and null are the same.
  const ok =
    'equals' in expectation
      ? isDeepStrictEqual(actual ?? null, fillJson(expectation.equals, variables))
      : actual !== undefined;
  return { what, expected, actual: actual === undefined ? 'not there' : JSON.stringify(actual), ok };
}

function checkMillis(what: string, bound: number, actual: number): Check {
  return { what, expected: `at most ${bound} ms`, actual: Math.round(actual), ok: actual <= bound };
}
