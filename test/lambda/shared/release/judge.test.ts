import type { AlarmState } from '../../../../lambda/shared/release/alarms';
import { firing, judge, nextLook } from '../../../../lambda/shared/release/judge';

const QUIET: AlarmState = { name: 'errors', state: 'OK' };
const since = '2026-11-21T06:00:00.000Z';

const at = (seconds: number) => new Date(Date.parse(since) + seconds * 1000).toISOString();
const judged = (seconds: number, more: Partial<Parameters<typeof judge>[0]> = {}) =>
  judge({ alarms: [QUIET], since, now: at(seconds), bakeSeconds: 300, ...more });

describe('judging a bake', () => {
  test.each([
    [0, 60],
    [120, 60],
    [270, 30],
  ])('after %i of 300 seconds it waits %i more', (seconds, wait) => {
    expect(judged(seconds)).toMatchObject({ verdict: 'wait', seconds: wait });
  });

  test('passes when the time is over', () => {
    expect(judged(300)).toMatchObject({ verdict: 'pass', reason: '1 alarms are quiet after 300 seconds' });
  });

  test.each<[string, AlarmState, string]>([
    ['fires', { name: 'errors', state: 'ALARM', reason: 'too many' }, "alarm 'errors' fires: too many"],
    ['is gone', { name: 'errors', state: 'missing' }, "alarm 'errors' does not exist any more"],
  ])('fails when an alarm %s, also at the end', (_, alarm, reason) => {
    for (const seconds of [0, 300]) {
      expect(judged(seconds, { alarms: [QUIET, alarm] })).toMatchObject({
        verdict: 'fail',
        reason: expect.stringContaining(reason),
      });
    }
  });

  test('fails for trouble of another kind', () => {
    expect(judged(10, { trouble: 'green is gone' })).toEqual({ verdict: 'fail', reason: 'green is gone' });
  });

  test('fails loudly on times that are none', () => {
    expect(() => judged(0, { since: 'yesterday' })).toThrow("times must be ISO 8601, got 'yesterday'");
  });

  test('an alarm without data yet is quiet, as for CodeDeploy', () => {
    expect(firing([{ name: 'errors', state: 'INSUFFICIENT_DATA' }])).toBeUndefined();
  });

  test('looks a few hundred times in 24 hours, so that the history of an execution suffices', () => {
    let [baked, looks] = [0, 0];
    for (; baked < 86_400; looks++) baked += nextLook(baked);

    expect(looks).toBeLessThan(310);
    expect(looks * 9).toBeLessThan(25_000);
  });
});

describe('judging with an analysis', () => {
  const says = (verdict: 'pass' | 'wait' | 'fail', weight = 10, action: 'pass' | 'fail' = 'pass') => ({
    analysis: {
      opinion: { verdict, reason: 'candidate failed 1 of 9 requests' },
      settings: { askSeconds: 30, doubt: { seconds: 120, action } },
      weight,
    },
  });

  test('fails when the analysis does, before the time is over', () => {
    expect(judged(10, says('fail'))).toEqual({ verdict: 'fail', reason: 'candidate failed 1 of 9 requests' });
  });

  test('asks as often as the analysis wants while traffic shifts, and less and less often in the bake', () => {
    const asked = (seconds: number, weight: number) => nextLook(seconds, says('pass', weight).analysis);

    expect([asked(10, 10), asked(3000, 10), asked(10, 100), asked(1200, 100), asked(90_000, 100)]).toEqual([
      30, 30, 30, 60, 300,
    ]);
    // At the gate there is nothing to compare yet.
    expect(asked(10, 0)).toBe(60);
  });

  test.each([
    [299, 'pass', { verdict: 'wait', seconds: 1 }],
    [300, 'pass', { verdict: 'wait', seconds: 30 }],
    [400, 'pass', { verdict: 'wait', seconds: 20 }],
    [420, 'pass', { verdict: 'pass' }],
    [420, 'fail', { verdict: 'fail' }],
  ] as const)('after %i of 300 seconds in doubt, with %s in the end: %j', (seconds, action, expected) => {
    expect(judged(seconds, says('wait', 10, action))).toMatchObject(expected);
  });

  test('tells what it saw, and that the alarms are quiet', () => {
    expect(judged(300, says('pass')).reason).toBe(
      'candidate failed 1 of 9 requests; 1 alarms are quiet after 300 seconds',
    );
  });
});
