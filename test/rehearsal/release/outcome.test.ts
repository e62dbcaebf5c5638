import { type OutcomeFacts, reportOf } from '../../../rehearsal/release/outcome';
import { TrafficCounter } from '../../../rehearsal/release/traffic-counter';
import { findScenario } from '../../../rehearsal/scenarios';
import type { LoadReport } from '../../../rehearsal/stage/load';

const STARTED_AT = 1_000_000;

const LOAD: LoadReport = {
  seconds: 10,
  requests: 100,
  byStatus: {},
  byVersion: {},
  non2xx: 7,
  serverErrors: 4,
  connectionErrors: 2,
  timeouts: 1,
  latency: { p50: 1, p95: 2, p99: 3, max: 4 },
};

const TRAFFIC = { productionListeners: ['l'], groups: { blue: 'b', green: 'g' } };

function counterWith(greenRequests: number, firstBadAt?: number): TrafficCounter {
  const counter = new TrafficCounter(TRAFFIC);
  for (let index = 0; index < greenRequests; index++) {
    counter.count({ listenerArn: 'l', groupArn: 'g', status: 200, latencyMs: 1, at: 0 });
  }
  if (firstBadAt !== undefined)
    counter.count({ listenerArn: 't', groupArn: 'g', status: 500, latencyMs: 1, at: firstBadAt });
  return counter;
}

function facts(changes: Partial<OutcomeFacts> = {}): OutcomeFacts {
  return {
    scenario: findScenario('errors'),
    workload: { kind: 'ecs', path: 'Shop/Orders', traffic: TRAFFIC },
    result: { outcome: 'rolled-back', timeline: [], decidedAt: 90, backAt: 92.5, firstShiftAt: 30, seconds: 95 },
    liveBefore: 'blue',
    liveAfter: 'blue',
    counter: counterWith(5, STARTED_AT + 40_000),
    load: LOAD,
    hooks: [],
    permissions: { used: [], refused: [], neverUsed: [] },
    inertResourceTypes: [],
    switches: [],
    realSeconds: 3,
    speed: 120,
    startedAt: STARTED_AT,
    ...changes,
  };
}

describe('the report of a rehearsed release', () => {
  test('counts as failed every request that users got no good answer to', () => {
    expect(reportOf(facts()).users).toEqual({ requests: 103, failed: 7, withoutAnswer: 3 });
  });

  test('tells what would have sent a release back that should have gone back, and only then', () => {
    const scenario = findScenario('errors');
    const result = { outcome: 'succeeded' as const, timeline: [], seconds: 95 };
    expect(reportOf(facts({ scenario, result, liveAfter: 'green' })).advice).toBe(scenario.unnoticed);
    expect(reportOf(facts({ scenario })).advice).toBeUndefined();
    const text = 'the analysis, in a dry run: would have sent it back 7 min after its first traffic: ...';
    const dryRun = { ...result, timeline: [{ atSeconds: 90, kind: 'look' as const, text }] };
    expect(reportOf(facts({ scenario, result: dryRun, liveAfter: 'green' })).advice).toContain("leave 'dryRun' out");
  });

  test('tells of an alarm that came too late', () => {
    const alarm = { atSeconds: 94, kind: 'alarm' as const, text: 'alarm Errors is firing', bad: true };
    const result = { outcome: 'succeeded' as const, timeline: [alarm], seconds: 95 };
    expect(reportOf(facts({ result, liveAfter: 'green' })).advice).toMatch(
      /^alarm Errors is firing, but only when the release was over: a longer 'bakeTime'/,
    );
  });

  test('counts requests that no colour answered', () => {
    const counter = counterWith(5);
    counter.count({ listenerArn: 'l', emptyGroupArn: 'g', status: 503, latencyMs: 1, at: 0 });
    expect(reportOf(facts({ counter })).unanswered).toBe(1);
  });

  test('measures detection from the first bad answer, and going back from the decision', () => {
    expect(reportOf(facts())).toMatchObject({
      secondsToDetect: 50,
      detectedSince: 'first bad answer',
      secondsToRollBack: 2.5,
    });
  });

  test('measures detection from the first production traffic when no answer was bad', () => {
    expect(reportOf(facts({ counter: counterWith(5) }))).toMatchObject({
      secondsToDetect: 60,
      detectedSince: 'first production traffic',
    });
  });

  test('measures nothing when users never met the candidate', () => {
    const result = { ...facts().result, firstShiftAt: undefined };
    expect(reportOf(facts({ result, counter: counterWith(0) }))).toMatchObject({
      secondsToDetect: undefined,
      detectedSince: undefined,
      secondsToRollBack: undefined,
    });
  });

  test('is as expected when the outcome is, and the colours are where it leaves them', () => {
    expect(reportOf(facts()).asExpected).toBe(true);
    expect(reportOf(facts({ liveAfter: 'green' }))).toMatchObject({
      asExpected: false,
      deviation: 'then blue should be live',
    });
    expect(reportOf(facts({ scenario: findScenario('good') }))).toMatchObject({
      asExpected: false,
      deviation: 'it should have been: the candidate became live',
    });
  });

  test('is not as expected when a candidate got production traffic that was never to get any', () => {
    const scenario = findScenario('smoke-fails');
    expect(reportOf(facts({ scenario }))).toMatchObject({
      asExpected: false,
      deviation: expect.stringContaining('users had met the candidate by then'),
      advice: scenario.unnoticed,
    });
    expect(reportOf(facts({ scenario, counter: counterWith(0) })).asExpected).toBe(true);
  });

  test('gives the reason of the release', () => {
    const result = { ...facts().result, reason: 'an alarm fired: ErrorRateGreen' };
    expect(reportOf(facts({ result })).reason).toBe('an alarm fired: ErrorRateGreen');
  });

  test('has no reason when the release succeeded', () => {
    const result = { outcome: 'succeeded' as const, timeline: [], seconds: 10 };
    expect(reportOf(facts({ result, liveAfter: 'green', scenario: findScenario('good') }))).toMatchObject({
      asExpected: true,
      reason: undefined,
      secondsToDetect: undefined,
    });
  });
});
