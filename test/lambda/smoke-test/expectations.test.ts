import type { HttpAnswer } from '../../../lambda/shared/http-session';
import type { StepExpectations } from '../../../lambda/smoke-test/environment';
import { checkAnswer, checkPercentiles } from '../../../lambda/smoke-test/expectations';

const ANSWER: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"id":42,"items":[{"b":2,"a":1}],"none":null}',
  truncated: false,
  latencyMillis: 80.4,
};
const VARIABLES = new Map<string, unknown>([
  ['id', 42],
  ['type', 'application/json'],
]);
const check = (expect: StepExpectations, answer: Partial<HttpAnswer> = {}) =>
  checkAnswer({ status: '100-599', ...expect }, { ...ANSWER, ...answer }, VARIABLES).at(-1);

describe('expectations', () => {
  test.each([
    ['200', 200, true],
    ['200', 201, false],
    ['200,204', 204, true],
    ['200-299', 299, true],
    ['200-299', 302, false],
    ['200-201,404', 404, true],
  ])('status %s holds for %p: %p', (expected, status, ok) => {
    expect(check({ status: expected }, { status })).toEqual({ what: 'status', expected, actual: status, ok });
  });

  test.each<[StepExpectations, boolean]>([
    [{ headers: [{ name: 'content-type' }] }, true],
    [{ headers: [{ name: 'x-missing' }] }, false],
    [{ headers: [{ name: 'content-type', equals: 'application' }] }, false],
    [{ headers: [{ name: 'content-type', equals: '${type}' }] }, true],
    [{ headers: [{ name: 'content-type', contains: 'json', matches: '^app' }] }, true],
    [{ headers: [{ name: 'content-type', contains: 'json', matches: '^json' }] }, false],
    [{ body: [{ contains: '"id":${id}' }] }, true],
    [{ body: [{ contains: 'order' }] }, false],
    [{ body: [{ matches: '"id":\\d+' }] }, true],
    [{ json: [{ path: 'id' }] }, true],
    [{ json: [{ path: 'none' }] }, false],
    [{ json: [{ path: 'none', equals: null }] }, true],
    [{ json: [{ path: 'id', equals: 42 }] }, true],
    [{ json: [{ path: 'id', equals: '42' }] }, false],
    [{ json: [{ path: 'id', equals: '${id}' }] }, true],
    [{ json: [{ path: 'items[0]', equals: { a: 1, b: 2 } }] }, true],
    [{ json: [{ path: 'length(items)', equals: 1 }] }, true],
    [{ json: [{ path: 'length(id)', equals: 1 }] }, false],
    [{ maxLatencyMillis: 80.4 }, true],
    [{ maxLatencyMillis: 80 }, false],
  ])('%j: %p', (expect_, ok) => {
    expect(check(expect_)?.ok).toBe(ok);
  });

  test('tells what was expected as written and what came', () => {
    expect(check({ json: [{ path: 'items[0].a', equals: '${id}' }] })).toEqual({
      what: 'json items[0].a',
      expected: 'equals "${id}"',
      actual: '1',
      ok: false,
    });
  });

  test.each([
    [{ body: 'no json' }, 'a body that is no JSON'],
    [{ truncated: true }, 'a body of more than 1 MiB'],
  ])('a JSON value is not there in %j', (answer, actual) => {
    expect(check({ json: [{ path: 'id', equals: null }] }, answer)).toMatchObject({ ok: false, actual });
  });

  test('percentiles are compared each with its bound', () => {
    const latencies = Array.from({ length: 100 }, (_, index) => index + 1);

    expect(checkPercentiles({ p50Millis: 50, p95Millis: 94, p99Millis: 99 }, latencies)).toEqual([
      { what: 'p50', expected: 'at most 50 ms', actual: 50, ok: true },
      { what: 'p95', expected: 'at most 94 ms', actual: 95, ok: false },
      { what: 'p99', expected: 'at most 99 ms', actual: 99, ok: true },
    ]);
  });

  test('a percentile of nothing does not hold', () => {
    expect(checkPercentiles({ p50Millis: 50 }, [])[0]?.ok).toBe(false);
  });
});
