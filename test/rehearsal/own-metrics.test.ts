import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Analysis, Approval, Measure, TrafficShift } from '../../lib';
import { rehearseShop } from '../fixtures/rehearsal';
import { synthesiseShop } from '../fixtures/shop';

let assembly: string;

beforeAll(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'own-metrics-'));
  const both = (metricName: string) => ({ blue: metric(metricName, 'blue'), green: metric(metricName, 'green') });
  const orders = Measure.counts('orders', { bad: both('lost'), total: both('orders'), did: 'lost', things: 'orders' });
  synthesiseShop(assembly, {
    canaryMinutes: 1,
    bakeMinutes: 3,
    props: () => ({
      approval: Approval.none(),
      shift: TrafficShift.canary({ stepPercent: 50, stepBakeTime: Duration.minutes(30) }),
      hooks: [],
      analysis: Analysis.of([orders]),
    }),
  });
});
afterAll(() => rmSync(assembly, { recursive: true }));

function metric(metricName: string, colour: string): cloudwatch.Metric {
  const period = Duration.seconds(10);
  return new cloudwatch.Metric({
    namespace: 'Shop',
    metricName,
    dimensionsMap: { colour },
    statistic: 'Sum',
    period,
  });
}

function server(colour: string, losing: number): string {
  return `${process.execPath} ${path.resolve('test/fixtures/orders-server.mjs')} ${colour} ${losing}`;
}

test('a candidate that loses orders behind good answers goes back by the metrics that it writes itself', async () => {
  const report = await rehearseShop({
    assembly,
    // Nothing is wrong but the candidate's own program.
    scenario: 'good',
    live: server('blue', 0.01),
    candidate: server('green', 0.6),
  });

  expect(report).toMatchObject({ outcome: 'rolled-back', liveBefore: 'blue', liveAfter: 'blue' });
  expect(report.users.failed).toBe(0);
  expect(report.reason).toMatch(/^candidate lost \d+ of [\d,]+ orders, live \d+ of [\d,]+/);
  const told = report.timeline.filter(({ kind }) => kind === 'look' || kind === 'weights').map(({ text }) => text);
  const order = [
    'production traffic: blue (live) 50 %, green (candidate) 50 %',
    `the analysis says fail: ${report.reason}`,
    'production traffic: blue (live) 100 %, green (candidate) 0 %',
  ];
  expect(told.filter((text) => order.includes(text))).toEqual(order);
  expect(report.permissions.refused).toEqual([]);
});
