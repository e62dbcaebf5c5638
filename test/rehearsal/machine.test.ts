import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Expect, HttpStep, Layer, SmokeTest } from '../../lib';
import type { RehearseOptions } from '../../rehearsal/rehearse';
import type { Progress, RehearsalReport } from '../../rehearsal/report';
import { synthesiseMachineShop } from '../fixtures/machine-shop';
import { rehearseShop } from '../fixtures/rehearsal';

let assembly: string;

beforeAll(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'machine-'));
  // Bad minutes are known some five minutes later.
  synthesiseMachineShop(assembly, {
    healthCheckGracePeriod: Duration.minutes(2),
    hooks: (stack) => [
      new SmokeTest(stack, 'Smoke', {
        steps: [HttpStep.get('/api/products', { layer: Layer.DEEP, expect: [Expect.json('products[0].id')] })],
      }),
    ],
  });
});

afterAll(() => rmSync(assembly, { recursive: true }));

/** Rehearses a release of the shop on two Auto Scaling groups. */
function run(scenario: string, options: Partial<RehearseOptions> = {}): Promise<RehearsalReport> {
  return rehearseShop({ assembly, scenario, ...options });
}

describe('a good release of two Auto Scaling groups', () => {
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
  });

  test('asks the hook, and it passes', () => {
    expect(report.hooks.map(({ stage, verdict }) => `${stage} ${verdict}`)).toEqual(['AfterAllowTestTraffic pass']);
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

describe('a bad release of two Auto Scaling groups goes back, and says why', () => {
  test.each([
    { scenario: 'smoke-fails', reason: /^hook Smoke: .*step 1 of 1, 'GET \/api\/products'/ },
    { scenario: 'never-healthy', reason: /0 of 2 targets of green are healthy/ },
    { scenario: 'nobody-approves', reason: /^nobody promoted the release within 10 minutes$/ },
    { scenario: 'stop-by-hand', reason: /^somebody stopped it$/ },
    { scenario: 'slow', reason: /LatencyP99Green/ },
  ])('$scenario, and users lose nothing', async ({ scenario, reason }) => {
    const report = await run(scenario);

    expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveBefore: 'blue', liveAfter: 'blue' });
    expect(report.reason).toMatch(reason);
    expect(report.users.failed).toBe(0);
    expect(report.permissions.refused).toEqual([]);
  });

  test('errors, which only the candidate served', async () => {
    const report = await run('errors');

    expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
    expect(report.reason).toMatch(/ErrorRateGreen/);
    expect(report.traffic.blue.errors).toBe(0);
    expect(report.users.failed).toBe(report.traffic.green.errors);
    expect(report.secondsToDetect).toBeGreaterThan(0);
  });

  test('crash-while-shifting, which the load balancer answers for', async () => {
    const report = await run('crash-while-shifting');

    expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
    expect(report.traffic.blue.errors).toBe(0);
  });

  test('alarm-already-firing is refused: nothing is touched', async () => {
    const report = await run('alarm-already-firing');

    expect(report).toMatchObject({ outcome: 'refused', asExpected: true, liveAfter: 'blue' });
    expect(report.reason).toMatch(/fires/);
    expect(report.traffic.green.requests).toBe(0);
  });
});

describe('what can happen to a release of the state machine', () => {
  test.each(['machine-killed', 'instance-dies', 'weights-by-hand', 'weights-by-hand-while-shifting', 'health-flaps'])(
    '%s ends as expected',
    async (scenario) => {
      const report = await run(scenario);

      expect([report.outcome, report.reason, report.asExpected]).toEqual([expect.anything(), report.reason, true]);
      expect(report.permissions.refused).toEqual([]);
    },
  );
});

test('test traffic may come by a header on the production listener, where users never meet the candidate', async () => {
  const shop = mkdtempSync(path.join(tmpdir(), 'machine-header-'));
  synthesiseMachineShop(shop, {
    testHeader: 'x-release',
    hooks: (stack) => [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/api/products')] })],
  });

  const good = await run('good', { assembly: shop });
  expect(good).toMatchObject({ outcome: 'succeeded', asExpected: true, liveAfter: 'green' });
  expect(good.hooks.map(({ verdict }) => verdict)).toEqual(['pass']);
  expect(good.users.failed).toBe(0);

  const bad = await run('smoke-fails', { assembly: shop });
  expect(bad).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
  expect(bad.reason).toMatch(/GET \/api\/products/);
  expect(bad.users.failed).toBe(0);
});
