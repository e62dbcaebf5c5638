import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RehearseOptions } from '../../rehearsal/rehearse';
import type { Progress, RehearsalReport } from '../../rehearsal/report';
import { accepts } from '../../rehearsal/stage/free-port';
import { processesWith } from '../fixtures/processes';
import { rehearseShop } from '../fixtures/rehearsal';
import { synthesiseShop } from '../fixtures/shop';

let assembly: string;

beforeAll(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'rehearse-'));
  // Bad minutes are known some five minutes later.
  synthesiseShop(assembly, { canaryMinutes: 2, bakeMinutes: 10 });
});

afterAll(() => rmSync(assembly, { recursive: true }));

/** Rehearses a release of the shop. */
function run(scenario: string, options: Partial<RehearseOptions> = {}): Promise<RehearsalReport> {
  return rehearseShop({ assembly, scenario, ...options });
}

describe('a good release', () => {
  let report: RehearsalReport;
  const seen: Progress[] = [];

  beforeAll(async () => {
    report = await run('good', { onProgress: (progress) => seen.push(progress) });
  });

  test('makes the candidate live on the idle colour', () => {
    expect(report).toMatchObject({ outcome: 'succeeded', asExpected: true, liveBefore: 'blue', liveAfter: 'green' });
    expect(report.reason).toBeUndefined();
  });

  test('loses no request of the users, on neither colour', () => {
    expect(report.users.failed).toBe(0);
    expect(report.users.requests).toBeGreaterThan(300);
    expect(report.traffic.blue.errors + report.traffic.green.errors).toBe(0);
    expect(report.traffic.blue.requests + report.traffic.green.requests).toBe(report.users.requests);
  });

  test('asks both hooks, and they pass', () => {
    expect(report.hooks.map(({ stage, verdict }) => `${stage} ${verdict}`)).toEqual([
      'AfterAllowTestTraffic pass',
      'BeforeAllowTraffic pass',
    ]);
  });

  test('is refused nothing that it needs', () => {
    expect(report.permissions.refused).toEqual([]);
  });

  test('is shown phase by phase, and weight by weight', () => {
    const phases = seen.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]);
    expect(phases.filter((phase) => phase !== 'testing')).toEqual([
      'preparing',
      'waiting',
      'shifting',
      'baking',
      'succeeded',
    ]);
    expect([...new Set(seen.map(({ weights }) => weights.green))]).toEqual([0, 10, 100]);
  });
});

describe('a bad release goes back, and says why', () => {
  interface Bad {
    readonly scenario: string;
    readonly reason: RegExp;
    readonly options?: Partial<RehearseOptions>;
  }

  /** Fails, besides, when users notice anything: nothing of these reaches them. */
  test.each<Bad>([
    {
      scenario: 'smoke-fails',
      reason: /^the hook at AfterAllowTestTraffic failed: step 1 of 1, 'GET \/api\/products'/,
    },
    // CodeDeploy waits an hour: with nothing but waiting, time may run faster.
    {
      scenario: 'never-healthy',
      reason: /become healthy. This time out period is 60 minutes/,
      options: { speed: 600 },
    },
    { scenario: 'alarm-already-firing', reason: /^an alarm fired: / },
    { scenario: 'nobody-approves', reason: /waiting for a notification to continue/ },
    { scenario: 'stop-by-hand', reason: /^somebody stopped it$/ },
    { scenario: 'slow', reason: /^an alarm fired: .*LatencyP99Green/ },
  ])('$scenario, and users lose nothing', async ({ scenario, reason, options }) => {
    const report = await run(scenario, options);

    expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveBefore: 'blue', liveAfter: 'blue' });
    expect(report.reason).toMatch(reason);
    expect(report.users.failed).toBe(0);
    expect(report.permissions.refused).toEqual([]);
  });

  test('errors, which only the candidate served', async () => {
    const report = await run('errors');

    expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
    expect(report.reason).toMatch(/^an alarm fired: .*ErrorRateGreen/);
    expect(report.traffic.blue.errors).toBe(0);
    expect(report.users.failed).toBe(report.traffic.green.errors);
    expect(report.secondsToDetect).toBeGreaterThan(0);
  });

  test('crash-while-shifting, which the load balancer answers for', async () => {
    const report = await run('crash-while-shifting');

    expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
    // What comes first: the alarm, or CodeDeploy's own patience with a task set that is not steady.
    expect(report.reason).toMatch(/^an alarm fired: .*LoadBalancerErrors|did not reach a steady state/);
    expect(report.traffic.blue.errors).toBe(0);
    expect(report.users.failed).toBeGreaterThan(0);
  });
});

test('a person who rejects at the gate sends the release back', async () => {
  const report = await run('good', { approve: async () => 'reject' });

  expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: false, liveAfter: 'blue' });
  expect(report.traffic.green.requests).toBe(0);
});

test('Ctrl-C in the middle of a shift leaves no process, no port and no load', async () => {
  const ctrlC = new AbortController();
  const lines: string[] = [];
  const reason = new Error('Ctrl-C');
  let running = 0;
  const onProgress = ({ phase }: Progress) => {
    if (phase !== 'shifting' || running > 0) return;
    running = processesWith(assembly).length;
    ctrlC.abort(reason);
  };

  await expect(run('good', { onProgress, say: (line) => lines.push(line), signal: ctrlC.signal })).rejects.toBe(reason);

  const port = Number(/127\.0\.0\.1:(\d+)/.exec(lines.join('\n'))?.[1]);
  expect(await accepts(port)).toBe(false);
  expect(running).toBe(4);
  expect(processesWith(assembly)).toEqual([]);
});
