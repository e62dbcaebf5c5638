import type { AbsoluteRule, Rule } from '../../../lambda/analysis/plan';
import { follow } from '../../../lambda/analysis/rules';
import type { Counts } from '../../../lambda/analysis/sample';
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
  return follow(rule, NEVER, plan({ rules: [rule] }), input, START + candidate.length * MINUTE);
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

    expect(told(rule, [BAD, BAD]).broken).toBe("candidate's errors was 0.05: above 0.01, as in 2 of 2 measurements");
  });

  test('may compare with live', () => {
    const rule: Rule = { ...AT_MOST, kind: 'relative', atMost: 2, failureLimit: 0 };

    expect(told(rule, [1], [5]).broken).toBeUndefined();
    expect(told(rule, [3], [9]).broken).toContain("live's 0.00167: above 2");
  });

  test('may ask for the requests that the weight stands for', () => {
    const rule: Rule = { ...AT_MOST, kind: 'throughput', atLeast: 0.5, failureLimit: 0 };

    expect(told(rule, [550]).broken).toBeUndefined();
    expect(told(rule, [100]).broken).toContain('of the requests that its weight stands for: below 0.5');
  });
});
