import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { DnsExampleStack } from '../../bin/example-dns';
import type { RehearseOptions } from '../../rehearsal/rehearse';
import type { Progress, RehearsalReport } from '../../rehearsal/report';
import { rehearseShop } from '../fixtures/rehearsal';

let assembly: string;

beforeAll(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'machine-dns-'));
  const app = new App({ outdir: assembly });
  new DnsExampleStack(app, 'ExampleDns');
  app.synth();
});

afterAll(() => rmSync(assembly, { recursive: true }));

/** Rehearses a release of the example's DNS name. */
function run(scenario: string, options: Partial<RehearseOptions> = {}): Promise<RehearsalReport> {
  return rehearseShop({ assembly, scenario, speed: 400, ...options });
}

test('a good release of a DNS name makes the other target live step by step, and loses nothing', async () => {
  const seen: Progress[] = [];
  const report = await run('good', { onProgress: (progress) => seen.push(progress) });

  expect(report).toMatchObject({ outcome: 'succeeded', asExpected: true, liveBefore: 'blue', liveAfter: 'green' });
  expect(report.users.failed).toBe(0);
  expect(report.traffic.green.requests).toBeGreaterThan(0);
  expect(report.hooks.map(({ verdict }) => verdict)).toEqual(['pass']);
  expect(report.permissions.refused).toEqual([]);
  expect([...new Set(seen.map(({ weights }) => weights.green))]).toEqual([0, 20, 40, 60, 80, 100]);
});

test.each([
  { scenario: 'smoke-fails', outcome: 'rolled-back', reason: /^hook Smoke: .*GET \/api\/products/ },
  { scenario: 'stop-by-hand', outcome: 'rolled-back', reason: /^somebody stopped it$/ },
  { scenario: 'weights-by-hand', outcome: 'refused', reason: /somebody has changed the weights/ },
])('$scenario ends with everything on what was live', async ({ scenario, outcome, reason }) => {
  const report = await run(scenario);

  expect(report).toMatchObject({ outcome, asExpected: true, liveBefore: 'blue', liveAfter: 'blue' });
  expect(report.reason).toMatch(reason);
  expect(report.users.failed).toBe(0);
  expect(report.permissions.refused).toEqual([]);
});

test('errors send it back, and only the candidate served them', async () => {
  const report = await run('errors');

  expect(report).toMatchObject({ outcome: 'rolled-back', asExpected: true, liveAfter: 'blue' });
  expect(report.reason).toMatch(/green-errors|greenerrors/);
  expect(report.traffic.blue.errors).toBe(0);
});

test('goes on when Route 53 refuses requests for a while', async () => {
  const report = await run('route53-throttles');

  expect(report).toMatchObject({ outcome: 'succeeded', asExpected: true, liveAfter: 'green' });
  expect(report.timeline.map(({ text }) => text)).toContainEqual(expect.stringMatching(/Route 53 refuses requests/));
});

test('says which scenarios there are for a DNS name when one cannot happen to it', async () => {
  await expect(run('instance-dies')).rejects.toThrow(
    "'instance-dies' cannot happen to 'ExampleDns/Shop', which is of kind 'dns'; what can: good, errors",
  );
});
