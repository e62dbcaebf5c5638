import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { health, preflight, step } from '../../../lambda/release-dns/decide';
import type { Settings } from '../../../lambda/release-dns/environment';
import { observed, troubleOf } from '../../../lambda/release-dns/health';

const SETTINGS: Settings = {
  hostedZone: 'Z1',
  recordName: 'www.shop.example.',
  recordType: 'A',
  hostName: 'www.shop.example',
  blue: { setIdentifier: 'blue' },
  green: { setIdentifier: 'green' },
  alarms: [],
  healthTimeoutSeconds: 600,
};
const record = (SetIdentifier: string | undefined, Weight?: number): ResourceRecordSet => ({
  Name: 'www.shop.example.',
  Type: 'A',
  SetIdentifier,
  Weight,
});
const PAIR = [record('blue', 100), record('green', 0)];

describe('preflight', () => {
  test('passes on the live colour having everything', () => {
    expect(preflight({ live: 'blue', records: PAIR, alarms: [] }, SETTINGS)).toMatchObject({ verdict: 'pass' });
  });

  test.each([
    [
      'a record is gone',
      [record('blue', 100)],
      "no weighted A record of www.shop.example. with the set identifier 'green'",
    ],
    ['there is a simple record', [record(undefined), ...PAIR], "takes a share of the traffic: 'a simple one'"],
    ['another record has a share', [...PAIR, record('red', 10)], "takes a share of the traffic: 'red'"],
    ['somebody has moved weights', [record('blue', 60), record('green', 40)], '60 % on blue and 40 % on green'],
  ])('refuses when %s', (_, records, reason) => {
    expect(preflight({ live: 'blue', records, alarms: [] }, SETTINGS)).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining(reason),
    });
  });

  test('refuses when live is not healthy', () => {
    const answer = preflight({ live: 'blue', records: PAIR, alarms: [], liveTrouble: 'it answers 503' }, SETTINGS);

    expect(answer).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('it answers 503') });
  });
});

describe('step', () => {
  const facts = { weight: 20, since: '2026-11-21T06:00:00Z', now: '2026-11-21T06:01:00Z' };

  test('waits for a candidate that is not healthy, then fails', () => {
    expect(step('green', undefined, facts, [], SETTINGS)).toMatchObject({ verdict: 'pass' });
    expect(step('green', 'it answers 503', facts, [], SETTINGS)).toMatchObject({ verdict: 'wait' });
    expect(step('green', 'it answers 503', { ...facts, now: '2026-11-21T06:10:00Z' }, [], SETTINGS)).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('green must be healthy for 20 %'),
    });
  });
});

describe('a target that is to get everything back', () => {
  const facts = { since: '2026-11-21T06:00:00Z', now: '2026-11-21T06:01:00Z' };

  test('is waited for until it is healthy, for a while', () => {
    expect(health('blue', undefined, facts, SETTINGS)).toMatchObject({ verdict: 'pass' });
    expect(health('blue', 'it answers 503', facts, SETTINGS)).toMatchObject({ verdict: 'wait' });
    expect(health('blue', 'it answers 503', { ...facts, now: '2026-11-21T06:10:00Z' }, SETTINGS)).toMatchObject({
      verdict: 'fail',
      reason: 'blue is not healthy: it answers 503, after 600 seconds',
    });
  });
});

describe('a target that is probed', () => {
  const asked = (...answers: (number | string)[]) => {
    const probe = async () => {
      const answer = answers.shift() ?? 200;
      if (typeof answer === 'string') throw new Error(answer);
      return answer;
    };
    return troubleOf({} as never, probe, { setIdentifier: 'blue', probe: 'http://blue/health' }, 'www.shop.example');
  };

  test.each<[(number | string)[], string | undefined]>([
    [[204], undefined],
    [[503, 200], undefined],
    [['reset', 503, 301], undefined],
    [[200, 503, 503], undefined],
    [[503, 502, 500], 'http://blue/health answers 500, 3 times'],
    [[503, 503, 'reset'], 'http://blue/health does not answer: reset, 3 times'],
  ])('answers %j: %s', async (answers, trouble) => {
    expect(await asked(...answers)).toBe(trouble);
  });
});

describe('health checkers of Route 53', () => {
  const reports = (healthy: number, all: number) =>
    Array.from({ length: all }, (_, index) => ({
      StatusReport: { Status: index < healthy ? 'Success: HTTP Status Code 200' : 'Failure: timeout' },
    }));

  test.each([
    [16, 16, true],
    [3, 16, true],
    [2, 16, false],
    [0, 0, false],
  ])('%i of %i reach it: healthy is %s', (healthy, all, expected) => {
    expect(observed(reports(healthy, all)) === undefined).toBe(expected);
  });
});
