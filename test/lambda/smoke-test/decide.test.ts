import { countByLayer, decide, decideRetry, type StepResult } from '../../../lambda/smoke-test/decide';

const passed: StepResult = { name: 'a', layer: 'shallow', outcome: 'pass' };
const failed: StepResult = { name: 'b', layer: 'deep', outcome: 'fail', reason: 'too late' };
const skipped: StepResult = { name: 'c', layer: 'deep', outcome: 'skipped' };

describe('verdict of a smoke test', () => {
  test.each<[string, StepResult[], ReturnType<typeof decide>]>([
    ['pass when all steps passed', [passed, passed], { kind: 'pass' }],
    ['fail without a step', [], { kind: 'fail', reason: 'no step has run' }],
    [
      'fail with the first failed step',
      [passed, failed, skipped],
      { kind: 'fail', reason: "step 2 of 3, 'b' (deep): too late" },
    ],
    ['fail when a step was skipped', [passed, skipped], { kind: 'fail', reason: "step 2 of 2, 'c' (deep): not run" }],
  ])('is a %s', (_, results, verdict) => {
    expect(decide(results)).toEqual(verdict);
  });
});

test.each([
  [0, 1_000, 1, { again: false }],
  [2, 1_000, 1, { again: true, afterMillis: 1_000 }],
  [2, 1_000, 2, { again: true, afterMillis: 2_000 }],
  [2, 1_000, 3, { again: false }],
  [10, 1_000, 8, { again: true, afterMillis: 30_000 }],
])('with %p retries and a backoff of %p ms, failure %p means %j', (retries, backoffMillis, failures, expected) => {
  expect(decideRetry({ retries, backoffMillis }, failures)).toEqual(expected);
});

test('counts steps by layer', () => {
  expect(countByLayer([passed, passed, failed, skipped])).toEqual({
    shallow: { pass: 2, fail: 0, skipped: 0 },
    deep: { pass: 0, fail: 1, skipped: 1 },
  });
});
