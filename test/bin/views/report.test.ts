import { plain } from '../../../bin/views/paint';
import { renderFooter, renderReport, renderSummary } from '../../../bin/views/report';
import type { RehearsalReport } from '../../../rehearsal/report';

const ALARM = 'Shop-OrdersErrorRateGreen0AF7E9AD-55C8DB5DA050';

function report(more: Partial<RehearsalReport> = {}): RehearsalReport {
  return {
    scenario: 'errors',
    service: 'Shop/Orders',
    expected: 'rolled-back',
    outcome: 'rolled-back',
    asExpected: true,
    reason: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <${ALARM}>`,
    timeline: [
      { atSeconds: -10, kind: 'fault', text: 'an alarm fires', bad: true },
      { atSeconds: 0, kind: 'phase', text: 'release d-1 is asked for' },
      { atSeconds: 96, kind: 'weights', text: 'production traffic: blue (live) 90 %, green (candidate) 10 %' },
      { atSeconds: 734, kind: 'alarm', text: `alarm ${ALARM} is firing`, bad: true },
    ],
    traffic: { blue: { requests: 4480, errors: 0 }, green: { requests: 231, errors: 22 } },
    unanswered: 0,
    liveBefore: 'blue',
    liveAfter: 'blue',
    users: { requests: 4711, failed: 22, withoutAnswer: 0 },
    durationSeconds: 738,
    secondsToDetect: 550,
    detectedSince: 'first bad answer',
    secondsToRollBack: 3,
    hooks: [
      { stage: 'AfterAllowTestTraffic', functionName: 'Shop-Smoke', verdict: 'pass', log: [] },
      { stage: 'BeforeAllowTraffic', functionName: 'Shop-Warm', verdict: 'fail', reason: 'too many failures', log: [] },
    ],
    permissions: {
      used: [{ role: 'SmokeRole', actions: ['codedeploy:PutLifecycleEventHookExecutionStatus'] }],
      refused: [{ role: 'WarmRole', actions: ['s3:GetObject'] }],
      neverUsed: [{ role: 'CodeDeployRole', actions: ['a:1', 'a:2', 'a:3', 'a:4', 'a:5', 'a:6', 'a:7'] }],
    },
    inertResourceTypes: ['AWS::Logs::LogGroup'],
    switches: [
      { name: 'codedeploy.b', value: 'yes', question: 'is it b' },
      { name: 'codedeploy.a', value: 'no', question: 'is it a' },
    ],
    realSeconds: 15.2,
    speed: 80,
    ...more,
  };
}

function text(one: RehearsalReport): string {
  return renderReport(one, plain).join('\n');
}

describe('the report of a rehearsal', () => {
  test('says first how it ended, and why', () => {
    const lines = renderReport(report(), plain);
    expect(lines[1]).toBe('✔ ended as it should: Shop/Orders: the release went back; blue is live');
    expect(lines[2]).toMatch(/^ {2}why: One or more alarms/);
  });

  test('says what should have been when it ended otherwise', () => {
    const wrong = report({
      asExpected: false,
      outcome: 'succeeded',
      liveAfter: 'green',
      reason: undefined,
      deviation: 'it should have been: the release went back',
    });
    expect(renderReport(wrong, plain)[1]).toBe(
      '✘ did NOT end as it should: Shop/Orders: the candidate became live; green is live, but it should have been: the release went back',
    );
    expect(text(wrong)).not.toContain('why:');
  });

  test('tells the timeline in minutes and seconds, and marks what went wrong', () => {
    expect(text(report())).toContain('   -00:10  fault    ✘ an alarm fires');
    expect(text(report())).toContain(
      '    01:36  weights  production traffic: blue (live) 90 %, green (candidate) 10 %',
    );
    expect(text(report())).toContain(`    12:14  alarm    ✘ alarm ${ALARM} is firing`);
  });

  test('shortens a long timeline in its middle', () => {
    const timeline = Array.from({ length: 60 }, (_, index) => ({
      atSeconds: index,
      kind: 'event' as const,
      text: `event ${index}`,
    }));
    const said = text(report({ timeline }));
    expect(said).toContain('... 20 more, see --json');
    expect(said).toContain('event 19\n');
    expect(said).not.toContain('event 20\n');
    expect(said).not.toContain('event 39\n');
    expect(said).toContain('event 40\n');
  });

  test('counts what users saw by colour and role', () => {
    const said = text(report());
    expect(said).toContain('4,711 requests in all, 22 failed (0.5 %)');
    expect(said).toContain('blue (was live)    4,480 requests, no errors');
    expect(said).toContain('green (candidate)  231 requests, 22 errors (9.5 %)');
    expect(said).toContain("sent back 9 min 10 s after the candidate's first bad answer");
    expect(said).toContain('all users were back on blue 3 s after that decision');
  });

  test.each([
    [{ secondsToDetect: 550 }, '    its record says 9 min 10 s, too'],
    [
      { secondsToDetect: 562, differs: 'it counts from the first production traffic, 12 s before that answer' },
      '    its record says 9 min 22 s: it counts from the first production traffic, 12 s before that answer',
    ],
  ])("has the record's own figure beside the rehearsal's", (recorded, line) => {
    const lines = renderReport(report({ recorded }), plain);
    const index = lines.findIndex((one) => one.includes('sent back'));
    expect(lines[index + 1]).toBe(line);
  });

  test('does not say of a name that its users are back, because resolvers keep older answers', () => {
    const said = text(report({ ttlSeconds: 60 }));
    expect(said).toContain('    the name led to blue alone 3 s after that decision');
    expect(said).not.toContain('users were back');
  });

  test.each([
    [true, 'the last after 15 min'],
    [false, 'and were still coming when the release was over, 20 min later'],
  ])('says of a name how long users were led to the other colour', (hasEnded, how) => {
    const stragglers = { colour: 'blue' as const, requests: 41, seconds: 900, watchedSeconds: 1200, hasEnded };
    const said = text(report({ ttlSeconds: 60, stragglers }));
    expect(said).toContain(`    41 requests came to blue after its weight was 0, ${how}`);
    expect(said).toContain(
      '(resolvers keep an answer for 1 min; 5.0 % of the users are assumed to keep it for 15 min)',
    );
  });

  test('says nothing of detecting when nothing was to be detected', () => {
    const said = text(report({ secondsToDetect: undefined, secondsToRollBack: undefined }));
    expect(said).not.toContain('sent back');
    expect(said).not.toContain('were back');
  });

  test('names each hook with its verdict and its reason', () => {
    expect(text(report())).toContain(
      [
        '    pass  AfterAllowTestTraffic  Shop-Smoke',
        '    fail  BeforeAllowTraffic     Shop-Warm',
        '          too many failures',
      ].join('\n'),
    );
    expect(text(report({ hooks: [] }))).not.toContain('Hooks');
  });

  test('groups the steps of a smoke test by layer', () => {
    const layers = { shallow: { pass: 2, fail: 0, skipped: 0 }, deep: { pass: 1, fail: 1, skipped: 2 } };
    const hooks = [
      { stage: 'AfterAllowTestTraffic', functionName: 'Smoke', verdict: 'fail' as const, layers, log: [] },
    ];
    expect(text(report({ hooks }))).toContain('          shallow 2 of 2, deep 1 of 4\n');
  });

  test('counts permissions, and names those refused and never used', () => {
    const said = text(report());
    expect(said).toContain('1 used, 1 refused, 7 granted and never used');
    expect(said).toContain('refused     WarmRole: s3:GetObject');
    expect(said).toContain('never used  CodeDeployRole: a:1, a:2, a:3, a:4, a:5, a:6 and 1 more');
  });

  test('names what was not rehearsed, and how fast it was', () => {
    expect(text(report())).toContain('AWS::Logs::LogGroup');
    expect(text(report())).toContain('12 min 18 s of release in 15 s, at 80 times real speed');
    expect(text(report({ inertResourceTypes: [] }))).not.toContain('Not rehearsed');
  });

  test('tells requests that neither colour answered', () => {
    expect(text(report({ unanswered: 1636 }))).toContain('neither            1,636 requests that no target could take');
    expect(text(report())).not.toContain('neither');
  });

  test('tells requests that got no answer: no colour has these as errors', () => {
    const users = { requests: 4711, failed: 58, withoutAnswer: 58 };
    expect(text(report({ users }))).toContain('58 of these got no answer within 10 s, or a connection that broke');
    expect(text(report())).not.toContain('got no answer');
  });

  test('says what would have sent it back', () => {
    expect(text(report({ advice: 'an alarm would' }))).toContain('  what would help: an alarm would\n');
  });

  test('fits into 100 columns', () => {
    const tooWide = renderReport(report(), plain).filter((line) => line.length > 100);
    expect(tooWide).toEqual([]);
  });
});

test('the footer names what was assumed in any of them, once, and that it is not AWS', () => {
  const said = renderFooter([report(), report()], plain).join('\n');
  expect(said.match(/codedeploy.a=no, codedeploy.b=yes/g)).toHaveLength(1);
  expect(said).toContain('not AWS');
  expect(renderFooter([report({ switches: [] })], plain).join('\n')).not.toContain('Assumed');
});

test('the summary puts several rehearsals side by side', () => {
  const lines = renderSummary([report(), report({ scenario: 'good', asExpected: false })], plain);
  expect(lines.slice(2)).toEqual([
    '  errors  as it should     the release went back; 22 of 4,711 requests failed',
    '  good    NOT as it should the release went back; 22 of 4,711 requests failed',
  ]);
});
