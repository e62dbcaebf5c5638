import fc from 'fast-check';
import { decide, isSteady, type Plan, type Progress } from '../../../lambda/pre-warm/decide';

const PLAN: Plan = { requests: 100, maxFailurePercent: 5 };
const STEADY: Plan = { ...PLAN, steady: { percent: 10, window: 20 } };
const progress = (ok: number, failures = 0, unanswered = 0, millis = 100): Progress => ({
  latencies: Array(ok).fill(millis),
  failures,
  unanswered,
  lastFailure: failures ? '/x answered 500' : undefined,
});

describe('pre-warm', () => {
  test.each<[string, Plan, Progress, string | undefined, string | undefined]>([
    ['goes on before the count is reached', PLAN, progress(99), undefined, undefined],
    ['passes at the count', PLAN, progress(100), 'pass', 'count'],
    ['goes on with as many failures as may be', PLAN, progress(10, 5), undefined, undefined],
    ['passes with as many failures as may be', PLAN, progress(95, 5), 'pass', 'count'],
    ['fails with one failure more, at once', PLAN, progress(0, 6), 'fail', 'failures'],
    ['goes on after nine without answer', { ...PLAN, maxFailurePercent: 50 }, progress(0, 9, 9), undefined, undefined],
    ['fails when nobody is there', { ...PLAN, maxFailurePercent: 50 }, progress(0, 10, 10), 'fail', 'failures'],
    ['goes on when somebody answered', { ...PLAN, maxFailurePercent: 50 }, progress(1, 10, 10), undefined, undefined],
    [
      'fails when nothing succeeded though all may fail',
      { ...PLAN, maxFailurePercent: 100 },
      progress(0, 100),
      'fail',
      'failures',
    ],
    ['passes when the p95 is steady', STEADY, progress(40), 'pass', 'steady'],
    ['goes on without two windows', STEADY, progress(39), undefined, undefined],
    ['goes on between windows', STEADY, progress(41), undefined, undefined],
    ['does not call steady what fails too often', STEADY, progress(40, 6), 'fail', 'failures'],
  ])('%s', (_, plan, so, verdict, because) => {
    const ended = decide(plan, so);

    expect(ended?.verdict.kind).toBe(verdict);
    expect(ended?.because).toBe(because);
  });

  test('tells how many failed, how many may, and how', () => {
    expect(decide(PLAN, progress(3, 6))?.verdict).toEqual({
      kind: 'fail',
      reason: '6 of 100 requests failed, at most 5 % may: /x answered 500',
    });
  });

  test.each([
    [100, 110, true],
    [100, 111, false],
    [110, 100, true],
    [200, 100, false],
    [2, 7, true],
    [2, 8, false],
  ])('a p95 of %p and then %p ms is steady within 10 percent: %p', (before, last, steady) => {
    const latencies = [...Array(10).fill(9_999), ...Array(10).fill(before), ...Array(10).fill(last)];

    expect(isSteady(latencies, { percent: 10, window: 10 })).toBe(steady);
  });

  test('never passes with more failures than may be, nor without a success', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.integer({ min: 0, max: 100 }), (ok, failures, maxFailurePercent) => {
        const ended = decide({ ...STEADY, maxFailurePercent }, progress(ok, failures));
        if (ended?.verdict.kind !== 'pass') return;
        expect(ok).toBeGreaterThan(0);
        expect(failures).toBeLessThanOrEqual(maxFailurePercent);
      }),
    );
  });
});
