import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Analysis, Approval, HttpStep, ReleaseController, SmokeTest, TrafficShift } from '../../lib';
import { rehearse } from '../../rehearsal/rehearse';
import type { RehearsalReport } from '../../rehearsal/report';
import { synthesiseShop } from '../fixtures/shop';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rehearse-analysis-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Variant {
  /** On demand only, because a probe that meets two errors in a row sends the release back too. */
  readonly probe?: boolean;
  readonly controller?: ReleaseController;
}

/** A shop with an analysis. */
function shop(name: string, { probe = false, controller }: Variant = {}): string {
  const assembly = path.join(folder, name);
  synthesiseShop(assembly, {
    canaryMinutes: 1,
    bakeMinutes: 3,
    props: (stack) => ({
      controller,
      approval: Approval.none(),
      shift: TrafficShift.canary({ stepPercent: 50, stepBakeTime: Duration.minutes(15) }),
      hooks: [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/health', { probe })] })],
      analysis: Analysis.ofTargets(),
    }),
  });
  return assembly;
}

function run(assembly: string, scenario: string, speed: number): Promise<RehearsalReport> {
  return rehearse({
    assembly,
    scenario,
    speed,
    rate: 300,
    live: `${process.execPath} ${path.resolve('dist/bin/example/server.js')}`,
    approve: 'auto',
    switches: {},
    onProgress: () => undefined,
    say: () => undefined,
    signal: new AbortController().signal,
  });
}

/** The record's time to detect is the rehearsal's own, or the report says how much of the difference comes from where. */
function expectRecorded({ secondsToDetect = 0, recorded }: RehearsalReport): void {
  const { secondsToDetect: ofRecord = 0, differs = '' } = recorded ?? {};
  const told = [...differs.matchAll(/([\d.]+) s (before|after) (that answer|the rehearsal saw it)/g)].map(
    ([, seconds, side, what]) => Number(seconds) * ((side === 'before') === (what === 'that answer') ? 1 : -1),
  );
  const explained = told.reduce((sum, one) => sum + one, 0);
  expect(ofRecord).toBeGreaterThan(0);
  expect(Math.abs(ofRecord - secondsToDetect - explained)).toBeLessThanOrEqual(2.2);
}

test('a regression below every alarm goes back, and the report tells the looks and the sentence', async () => {
  const report = await run(shop('not-probed'), 'regression', 80);

  expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
  expect(report.reason).toMatch(/^candidate failed \d+ of [\d,]+ requests, live \d+ of [\d,]+/);
  expect(report.timeline.filter(({ kind }) => kind === 'alarm')).toEqual([]);
  expect(report.timeline.some(({ kind, text }) => kind === 'look' && text.startsWith('the analysis says fail'))).toBe(
    true,
  );
  expect(report.permissions.refused).toEqual([]);
  expectRecorded(report);
  // From the first bad answer to all traffic back, at CloudWatch's slowest.
  expect((report.secondsToDetect ?? 0) + (report.secondsToRollBack ?? 0)).toBeLessThan(15 * 60);
});

test('a release by ECS itself goes back as well, and its hook has found the metrics of live', async () => {
  const report = await run(shop('built-in', { controller: ReleaseController.ecs() }), 'regression', 80);

  expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
  expect(report.reason).toMatch(/^candidate failed \d+ of [\d,]+ requests, live \d+ of [\d,]+/);
  expect(report.timeline.some(({ kind, text }) => kind === 'look' && text.startsWith('the analysis says fail'))).toBe(
    true,
  );
  expectRecorded(report);
  expect(report.hooks.map(({ stage, verdict }) => [stage, verdict])).toContainEqual(['BeforeInstall', 'pass']);
  expect(report.permissions.refused).toEqual([]);
});

test('a candidate that crashes is found by its probe', async () => {
  const report = await run(shop('probed', { probe: true }), 'crash-while-shifting', 200);

  expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true });
  expect(report.reason).toContain('does not pass its probe');
  // Looks are five seconds apart; what the computer itself takes comes at real speed.
  expect(report.secondsToDetect).toBeLessThan(40);
});
