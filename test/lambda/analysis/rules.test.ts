import type { AbsoluteRule, Measure, Rule } from '../../../lambda/analysis/plan';
import { lookAtRule } from '../../../lambda/analysis/rules';
import type { Counts, Sample } from '../../../lambda/analysis/sample';
import { MINUTE, plan, START } from '../../fixtures/analysed-release';

const AT_MOST: AbsoluteRule = {
  kind: 'absolute',
  name: 'error share',
  role: 'decides',
  measure: 'errors',
  atMost: 0.01,
  intervalSeconds: 60,
  initialDelaySeconds: 0,
};
const NEVER = { next: 0, measured: 0, failures: 0, inARow: 0 };
const [GOOD, BAD] = [1, 30];
const SECOND = 1000;

/** Minutes of 600 requests on the candidate and 5,400 on live, so many of them failed. */
function told(rule: Rule, candidate: readonly number[], live: readonly number[] = []) {
  const counts = (bad: number, total: number): Counts => ({ bad, total });
  const samples = candidate.map((bad, index) => ({
    measure: 'errors',
    at: START + index * MINUTE,
    seconds: 60,
    candidate: counts(bad, 600),
    live: counts(live[index] ?? 5, 5400),
  }));
  const requests = candidate.map((_, index) => ({
    at: START + index * MINUTE,
    seconds: 60,
    candidate: rule.kind === 'throughput' ? (candidate[index] ?? 0) : 600,
    live: 5400,
  }));
  const input = { samples, requests, steps: [{ at: START, weight: 0.1 }] };
  const { settleSeconds } = plan();
  return lookAtRule(
    rule,
    NEVER,
    plan({ rules: [rule] }),
    input,
    START + candidate.length * MINUTE + settleSeconds * SECOND,
  );
}

describe('a fixed rule', () => {
  test.each<[string, Partial<AbsoluteRule>, number[], boolean]>([
    ['tolerates what is within its limit', { failureLimit: 0 }, [GOOD, GOOD, GOOD], false],
    ['is broken by the first bad measurement without a tolerance', { failureLimit: 0 }, [GOOD, BAD], true],
    ['tolerates as many bad ones as it says', { failureLimit: 2 }, [BAD, GOOD, BAD, GOOD], false],
    ['is broken by one more', { failureLimit: 2 }, [BAD, GOOD, BAD, BAD], true],
    ['counts bad ones in a row', { consecutiveLimit: 1 }, [BAD, GOOD, BAD, GOOD, BAD], false],
    ['is broken by one more in a row', { consecutiveLimit: 1 }, [GOOD, BAD, BAD], true],
    ['waits before it measures', { failureLimit: 0, initialDelaySeconds: 120 }, [BAD, BAD, GOOD, GOOD], false],
    ['measures as often as it says', { failureLimit: 0, count: 2 }, [GOOD, GOOD, BAD, BAD], false],
    ['measures its whole interval at once', { failureLimit: 0, intervalSeconds: 180 }, [10, GOOD, GOOD], false],
  ])('%s', (_, options, minutes, broken) => {
    expect(told({ ...AT_MOST, ...options }, minutes).broken !== undefined).toBe(broken);
  });

  test('says what broke it', () => {
    const rule = { ...AT_MOST, failureLimit: 1 };

    expect(told(rule, [BAD, BAD]).broken).toBe(
      'candidate failed 5 % of its requests: above 1 %, as in 2 of 2 measurements',
    );
  });

  test('may compare with live', () => {
    const rule: Rule = { ...AT_MOST, kind: 'relative', atMost: 2, failureLimit: 0 };

    expect(told(rule, [1], [5]).broken).toBeUndefined();
    expect(told(rule, [3], [9]).broken).toContain("of its requests, live 0.167 %: above 2 times live's");
  });

  test('may ask for the requests that the weight stands for', () => {
    const rule: Rule = { ...AT_MOST, kind: 'throughput', atLeast: 0.5, failureLimit: 0 };

    expect(told(rule, [550]).broken).toBeUndefined();
    expect(told(rule, [100]).broken).toContain('of the requests that its weight stands for: below 50 %');
  });

  test('says of a value its unit', () => {
    const p99: Measure = { kind: 'value', name: 'p99', role: 'decides', things: 'p99', unit: ' s', worse: 'higher' };
    const rule: Rule = { ...AT_MOST, measure: 'p99', atMost: 2, failureLimit: 0 };
    const samples = [{ measure: 'p99', at: START, seconds: 60, candidate: { value: 2.34, n: 9 } }];
    const input = { samples, requests: [], steps: [{ at: START, weight: 0.1 }] };

    const { broken } = lookAtRule(rule, NEVER, plan({ measures: [p99], rules: [rule] }), input, START + 10 * MINUTE);

    expect(broken).toBe("candidate's p99 was 2.34 s: above 2 s");
  });

  test('that is broken says why it broke first, and is measured on', () => {
    const { state, broken } = told({ ...AT_MOST, failureLimit: 0 }, [BAD, 60, GOOD]);

    expect(broken).toBe('candidate failed 5 % of its requests: above 1 %');
    expect(state).toMatchObject({ measured: 3, failures: 2, next: START + 3 * MINUTE });
  });

  test('that has measured as often as it should needs no older samples', () => {
    const { state } = told({ ...AT_MOST, failureLimit: 0, count: 2 }, [GOOD, GOOD, GOOD, GOOD]);

    expect(state).toMatchObject({ measured: 2, next: START + 4 * MINUTE });
  });
});

describe('a fixed rule about a metric of ten seconds', () => {
  const rule: AbsoluteRule = { ...AT_MOST, intervalSeconds: 10, countsAfterSeconds: 30, failureLimit: 2 };
  const { settleSeconds } = plan();
  const period = (second: number, bad: number, seconds = 10): Sample => ({
    measure: 'errors',
    at: START + second * SECOND,
    seconds,
    candidate: { bad, total: 100 },
  });
  const look = (samples: readonly Sample[], second: number, state = NEVER, at = START) =>
    lookAtRule(
      rule,
      state,
      plan({ rules: [rule] }),
      { samples, requests: [], steps: [{ at, weight: 0.1 }] },
      START + second * SECOND,
    );
  const allBad = [0, 10, 20, 30, 40, 50].map((second) => period(second, BAD));

  test.each([
    ['not before its third bad period is half a minute old', 59, false],
    ['once its third bad period is half a minute old', 60, true],
  ])('is broken %s', (_, second, broken) => {
    expect(look(allBad, second).broken !== undefined).toBe(broken);
  });

  test('counts a young measurement for the look at hand only', () => {
    const two = allBad.slice(0, 2);
    const once = look(two, 50);
    const again = look(two, 60, once.state);

    expect(once.state.measured).toBe(0);
    expect(again.broken).toBeUndefined();
    expect(look(two, 30 + settleSeconds, again.state).state).toMatchObject({ measured: 2, failures: 2 });
  });

  test('reads again what came late', () => {
    const early = allBad.map((one) => ({ ...one, candidate: { bad: 0, total: 10 } }));
    const { state, broken } = look(early, 60);

    expect(broken).toBeUndefined();
    expect(look(allBad, 70, state).broken).toContain('as in 3 of 3 measurements');
  });

  test('takes a measurement for good once', () => {
    const settled = look(allBad.slice(0, 2), 20 + settleSeconds);
    const better = allBad.map((one) => ({ ...one, candidate: { bad: 0, total: 100 } }));

    expect(look(better, 120 + settleSeconds, settled.state).state).toMatchObject({ measured: 6, failures: 2 });
  });

  test('begins with the first whole period of the candidate', () => {
    expect(look(allBad, 50 + settleSeconds, NEVER, START + 15 * SECOND).state.measured).toBe(3);
  });

  test('is measured by minutes where CloudWatch has nothing shorter any more', () => {
    const minutes = [0, 60].map((second) => period(second, BAD, 60));

    expect(look(minutes, 120 + settleSeconds).state).toMatchObject({ measured: 2, failures: 2 });
  });

  test('leaves out a minute of which the candidate had only a part', () => {
    const minutes = [0, 60].map((second) => period(second, BAD, 60));

    expect(look(minutes, 120 + settleSeconds, NEVER, START + 30 * SECOND).state).toMatchObject({ measured: 1 });
  });
});

test('a fixed rule about a metric of five minutes measures each of them once', () => {
  const samples = [0, 5].map((minute) => ({
    measure: 'errors',
    at: START + minute * MINUTE,
    seconds: 300,
    candidate: { bad: BAD, total: 600 },
  }));
  const input = { samples, requests: [], steps: [{ at: START, weight: 0.1 }] };
  const until = START + 10 * MINUTE + plan().settleSeconds * SECOND;

  expect(lookAtRule(AT_MOST, NEVER, plan(), input, until).state).toMatchObject({ measured: 2, failures: 2 });
});
