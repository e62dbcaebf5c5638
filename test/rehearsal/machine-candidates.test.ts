import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { synthesiseMachineShop } from '../fixtures/machine-shop';
import { rehearseShop } from '../fixtures/rehearsal';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'candidates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a CodeDeploy revision is deployed to the idle instances, and becomes live', async () => {
  synthesiseMachineShop(folder, { codeDeploy: true });

  const report = await rehearseShop({ assembly: folder, scenario: 'good' });

  expect(report).toMatchObject({ outcome: 'succeeded', asExpected: true, liveAfter: 'green', users: { failed: 0 } });
  expect(report.traffic.green.requests).toBeGreaterThan(0);
  const used = report.permissions.used.flatMap(({ actions }) => actions);
  expect(used).toEqual(expect.arrayContaining(['codedeploy:CreateDeployment', 'codedeploy:GetDeployment']));
  expect(report.permissions.refused).toEqual([]);
});

test('a revision that never becomes healthy goes back before it has production traffic', async () => {
  synthesiseMachineShop(folder, { codeDeploy: true, healthTimeout: Duration.minutes(3) });

  const report = await rehearseShop({ assembly: folder, scenario: 'never-healthy' });

  expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue', users: { failed: 0 } });
  expect(report.reason).toMatch(/^0 of 2 targets of green are healthy/);
});

test('a candidate that takes most of its instances out of a warm pool becomes live, and no user notices', async () => {
  synthesiseMachineShop(folder, { warmPool: {}, minCapacity: 3, previewCapacity: 1 });

  const report = await rehearseShop({ assembly: folder, scenario: 'good' });

  expect(report).toMatchObject({ outcome: 'succeeded', asExpected: true, liveAfter: 'green', users: { failed: 0 } });
  expect(report.traffic.green.requests).toBeGreaterThan(0);
  expect(report.permissions.refused).toEqual([]);
});
