import type { Rule } from '../../../lambda/analysis/plan';
import { AnalysedRelease, plan } from '../../fixtures/analysed-release';

const QUIET = { candidate: { bad: 1, total: 600 }, live: { bad: 5, total: 5400 } };

describe('a look', () => {
  test('passes a candidate that is as good as live', () => {
    const release = new AnalysedRelease(plan());

    const looks = Array.from({ length: 10 }, () => release.minute(QUIET));

    expect(looks.at(-1)).toMatchObject({
      verdict: { kind: 'pass' },
      reason: 'candidate failed 10 of 6,000 requests, live 50 of 54,000: 1.8 times as often',
    });
  });

  test('fails a candidate that fails 30 % of the requests by its first minute, and says so in one sentence', () => {
    const { verdict, reason } = new AnalysedRelease(plan()).minute({
      candidate: { bad: 180, total: 600 },
      live: { bad: 5, total: 5400 },
    });

    expect(verdict.kind).toBe('fail');
    expect(reason).toMatch(
      /^candidate failed 180 of 600 requests, live 5 of 5,400: 324 times as often; certain to 1 in 10\^\d+$/,
    );
  });

  test('says how many requests are missing while there are too few', () => {
    const { verdict, reason } = new AnalysedRelease(plan()).minute({
      candidate: { bad: 0, total: 20 },
      live: { bad: 0, total: 287 },
    });

    expect(verdict.kind).toBe('wait');
    expect(reason).toBe('candidate failed 0 of 20 requests, live 0 of 287; fewer than the 100 that it takes');
  });

  test('stays failed, whatever comes later', () => {
    const release = new AnalysedRelease(plan());
    const { reason } = release.minute({ candidate: { bad: 180, total: 600 }, live: { bad: 5, total: 5400 } });

    const later = Array.from({ length: 30 }, () => release.minute(QUIET)).at(-1);

    expect(later).toMatchObject({ verdict: { kind: 'fail' }, reason });
  });

  test('only reports in a dry run, and says to its end what it would have done, and when', () => {
    const release = new AnalysedRelease(plan({ dryRun: true }));
    const good = release.minute(QUIET);
    const bad = release.minute({ candidate: { bad: 180, total: 600 }, live: { bad: 5, total: 5400 } });
    const later = Array.from({ length: 30 }, () => release.minute(QUIET)).at(-1);

    expect(good.reason).toMatch(/^dry run: would pass: candidate failed 1 of 600 requests/);
    expect([bad, later].map((look) => look?.verdict)).toEqual([{ kind: 'pass' }, { kind: 'pass' }]);
    expect(bad.reason).toMatch(
      /^dry run: would have sent it back 4 min after its first traffic: candidate failed 180 of 600 requests/,
    );
    expect(later?.reason).toBe(bad.reason);
  });

  test('reports a muted rule, which decides nothing', () => {
    const rule: Rule = {
      kind: 'absolute',
      name: 'one percent',
      role: 'muted',
      measure: 'errors',
      atMost: 0.01,
      intervalSeconds: 60,
      initialDelaySeconds: 0,
      failureLimit: 0,
    };
    const release = new AnalysedRelease(plan({ rules: [rule] }));

    release.minute({ candidate: { bad: 8, total: 600 }, live: { bad: 72, total: 5400 } });
    const { verdict, rules } = release.minute(QUIET);

    expect(verdict.kind).toBe('pass');
    expect(rules).toEqual([
      {
        name: 'one percent',
        role: 'muted',
        measured: 2,
        failures: 1,
        verdict: 'fail',
        reason: 'candidate failed 1.33 % of its requests: above 1 %',
      },
    ]);
  });

  test('fails by ten seconds of a metric that has them, and proves no more by a minute in six parts than by a whole one', () => {
    const parts = new AnalysedRelease(plan());
    const whole = new AnalysedRelease(plan());
    const looks = Array.from({ length: 6 }, () => parts.tenSeconds({ bad: 30, total: 100 }, { bad: 1, total: 900 }));
    const atOnce = whole.minute({ candidate: { bad: 180, total: 600 }, live: { bad: 6, total: 5400 } });

    expect(looks[0]?.verdict.kind).toBe('fail');
    expect(looks[0]?.reason).toMatch(
      /^candidate failed 30 of 100 requests, live 1 of 900: 270 times as often; certain/,
    );
    expect(looks[0]?.state.measures.errors?.minutes).toBe(0);
    expect(looks.at(-1)?.measures).toEqual(atOnce.measures);
  });

  test('judges a minute once, however often it is given', () => {
    const release = new AnalysedRelease(plan());
    const once = release.minute({ candidate: { bad: 4, total: 600 }, live: { bad: 5, total: 5400 } });

    const again = release.lookAfter(180);

    expect(again.measures).toEqual(once.measures);
    expect(again.state.measures).toEqual(once.state.measures);
  });
});
