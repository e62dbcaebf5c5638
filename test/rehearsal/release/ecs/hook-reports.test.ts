import { hookReports } from '../../../../rehearsal/release/ecs/hook-reports';

const APP_SPEC = JSON.stringify({
  Hooks: [
    { AfterAllowTestTraffic: 'arn:aws:lambda:us-east-1:123456789012:function:Smoke' },
    { BeforeAllowTraffic: 'Warm' },
  ],
});

function invocation(functionName: string, log: string[], error?: string) {
  return { functionName, at: 0, durationMs: 1, log, error };
}

describe('hook reports', () => {
  test('know the stage of a function by its name or ARN, and leave other functions out', () => {
    const reports = hookReports(APP_SPEC, [invocation('Smoke', []), invocation('Warm', []), invocation('Else', [])]);
    expect(reports.map(({ stage }) => stage)).toEqual(['AfterAllowTestTraffic', 'BeforeAllowTraffic']);
  });

  test('read the verdict and its reason from the log', () => {
    const log = [
      'START',
      JSON.stringify({ event: 'verdict', verdict: 'fail', reason: 'step 2 of 5: status 200, got 500' }),
    ];
    expect(hookReports(APP_SPEC, [invocation('Smoke', log)])).toMatchObject([
      { verdict: 'fail', reason: 'step 2 of 5: status 200, got 500' },
    ]);
  });

  test('read how the steps ended, layer by layer', () => {
    const layers = { deep: { pass: 1, fail: 0, skipped: 0 } };
    const log = [JSON.stringify({ event: 'layers', layers }), JSON.stringify({ event: 'verdict', verdict: 'pass' })];
    expect(hookReports(APP_SPEC, [invocation('Smoke', log)])).toMatchObject([{ verdict: 'pass', layers }]);
  });

  test("a team's own function has failed when its stage broke the release off, whatever it logged", () => {
    const invocations = [invocation('Smoke', ['null', 'not ours']), invocation('Warm', [])];
    const brokenOffAt = { stage: 'AfterAllowTestTraffic', message: 'a validation function failed' };
    expect(hookReports(APP_SPEC, invocations, brokenOffAt)).toMatchObject([
      { verdict: 'fail', reason: 'a validation function failed' },
      { verdict: 'pass' },
    ]);
  });

  test('a call that a function lets pass without running its hook is left out', () => {
    const ran = [JSON.stringify({ event: 'verdict', verdict: 'pass' })];
    const passed = [JSON.stringify({ event: 'not asked', verdict: 'pass', why: 'passed before the first step' })];
    const reports = hookReports(APP_SPEC, [invocation('Warm', ran), invocation('Warm', passed)]);
    expect(reports.map(({ log }) => log)).toEqual([ran]);
  });

  test('a function that broke has failed, whatever its log says', () => {
    const log = [JSON.stringify({ event: 'verdict', verdict: 'pass' })];
    expect(hookReports(APP_SPEC, [invocation('Warm', log, 'timed out\nafter 3 s')])).toMatchObject([
      { verdict: 'fail', reason: 'timed out' },
    ]);
  });
});
