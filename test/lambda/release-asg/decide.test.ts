import { capacity, health, instances, preflight, step, traffic } from '../../../lambda/release-asg/decide';
import type { Settings } from '../../../lambda/release-asg/environment';
import type { ColourState } from '../../../lambda/release-asg/group';

const SETTINGS: Settings = {
  listener: 'listener',
  blue: { group: 'blue', targetGroup: 'blue-targets' },
  green: { group: 'green', targetGroup: 'green-targets' },
  alarms: [],
  minCapacity: 2,
  maxCapacity: 6,
  desiredCapacity: 2,
  minimumHealthyPercent: 90,
  healthTimeoutSeconds: 600,
};
const since = '2026-11-21T06:00:00.000Z';
const now = '2026-11-21T06:01:00.000Z';
const late = '2026-11-21T06:10:00.000Z';

/** A colour of so many instances of a version, of which some are healthy targets. */
function colour(count: number, healthy = count, more: Partial<ColourState> = {}): ColourState {
  return {
    desired: count,
    max: 6,
    version: '1',
    instances: count,
    members: Array.from({ length: count }, (_, index) => ({
      id: `i-${index}`,
      version: '1',
      inService: true,
      target: index < healthy ? 'healthy' : 'unhealthy (Target.Timeout)',
    })),
    ...more,
  };
}

const situation = {
  live: 'blue',
  weights: { blue: 100, green: 0 },
  alarms: [],
  colours: { blue: colour(3), green: colour(0) },
  candidate: { launchTemplateVersions: { blue: '7', green: '5' } },
} as const;

describe('preflight', () => {
  test('plans the idle colour with its own version, as large as live', () => {
    expect(preflight(situation, SETTINGS)).toMatchObject({
      verdict: 'pass',
      version: '5',
      previewCapacity: 3,
      refresh: false,
    });
  });

  test.each([
    ['the preview capacity', { previewCapacity: 1 }, 1],
    ['at most the maximum', { maxCapacity: 2 }, 2],
  ])('plans %s', (_, settings, previewCapacity) => {
    expect(preflight(situation, { ...SETTINGS, ...settings })).toMatchObject({ previewCapacity });
  });

  test('refreshes an idle colour that has instances', () => {
    const colours = { blue: colour(3), green: colour(1) };

    expect(preflight({ ...situation, colours }, SETTINGS)).toMatchObject({ verdict: 'pass', refresh: true });
  });

  test('keeps the version of the group for a revision', () => {
    expect(preflight({ ...situation, candidate: { revision: {} } }, SETTINGS)).toMatchObject({ version: '1' });
  });

  test.each([
    ['an alarm fires', { alarms: [{ name: 'errors', state: 'ALARM' as const }] }, "alarm 'errors' fires"],
    ['somebody has moved weights', { weights: { blue: 50, green: 50 } }, '50 % on blue and 50 % on green'],
    [
      'live is not healthy',
      { colours: { blue: colour(2, 0), green: colour(0) } },
      'blue is live but has no healthy target',
    ],
    ['the candidate names no version', { candidate: {} }, 'names no launch template version for green'],
    [
      'a stack update has reset the version of live',
      { colours: { blue: colour(2, 2, { version: '9' }), green: colour(0) } },
      'new instances of blue would be of launch template version 9, but i-0 serves version 1',
    ],
  ])('refuses when %s', (_, change, reason) => {
    expect(preflight({ ...situation, ...change }, SETTINGS)).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('health', () => {
  const facts = { needed: 2, version: '1', since, now };

  test.each([
    ['enough healthy targets', colour(2), 'pass'],
    ['too few', colour(2, 1), 'wait'],
    ['none yet', colour(0), 'wait'],
    [
      'one left of an old version',
      {
        ...colour(3),
        members: [...colour(2).members, { id: 'i-old', version: '0', inService: true, target: 'healthy' }],
      },
      'wait',
    ],
    ['none, because none can start', colour(0, 0, { failure: 'no such image' }), 'fail'],
  ])('%s: %#', (_, state, verdict) => {
    expect(health(state, 'green', facts, 600)).toMatchObject({ verdict });
  });

  test('fails after its time, and says which target is why', () => {
    expect(health(colour(2, 1), 'green', { ...facts, now: late }, 600)).toEqual({
      verdict: 'fail',
      reason: '1 of 2 targets of green are healthy: i-1 unhealthy (Target.Timeout), after 600 seconds',
    });
  });

  test.each([
    ['while instances are being replaced', { status: 'running' as const }, 'wait', 'are still being replaced'],
    ['when they were not replaced', { status: 'ended' as const, reason: 'Failed' }, 'fail', 'not all replaced: Failed'],
    ['once all are', { status: 'done' as const }, 'pass', '2 targets'],
  ])('does not count healthy targets %s', (_, refresh, verdict, reason) => {
    expect(health(colour(2), 'green', facts, 600, refresh)).toMatchObject({
      verdict,
      reason: expect.stringContaining(reason),
    });
  });

  test('instances count before their targets are healthy', () => {
    expect(instances(colour(2, 0), 'green', facts, 600)).toMatchObject({ verdict: 'pass' });
    expect(instances(colour(1, 0), 'green', facts, 600)).toMatchObject({ verdict: 'wait' });
  });
});

describe('step', () => {
  const facts = { weight: 25, since, now };

  test.each([
    [10, 9, 'pass'],
    [10, 8, 'wait'],
    [1, 0, 'wait'],
    [0, 0, 'wait'],
  ])('with %i instances, %i of them healthy: %s', (count, healthy, verdict) => {
    expect(step(colour(count, healthy), 'green', facts, [], SETTINGS)).toMatchObject({ verdict });
  });

  test('never gives weight while an alarm fires', () => {
    const alarms = [{ name: 'errors', state: 'ALARM' as const }];

    expect(step(colour(2), 'green', facts, alarms, SETTINGS)).toMatchObject({ verdict: 'fail' });
  });
});

describe('traffic', () => {
  test('a colour may go when the other one has all of production', () => {
    expect(traffic({ blue: 0, green: 100 }, 'green')).toMatchObject({ verdict: 'pass' });
    expect(traffic({ blue: 100, green: 0 }, 'green')).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('100 % on blue'),
    });
    expect(traffic({ blue: 10, green: 90 }, 'green')).toMatchObject({ verdict: 'fail' });
  });
});

describe('capacity', () => {
  test.each([
    [4, {}, 4],
    [1, {}, 2],
    [9, {}, 6],
    [4, { desiredCapacity: 5 }, 5],
  ])('for %i live instances and %j it is %i', (live, settings, expected) => {
    expect(capacity({ live: 'blue', state: colour(live) }, { ...SETTINGS, ...settings })).toMatchObject({
      capacity: expected,
    });
  });
});

describe('beside an existing group', () => {
  const adopting = { ...SETTINGS, blue: { ...SETTINGS.blue, isExisting: true } };
  const reasonOf = (change: object) =>
    expect.objectContaining({ verdict: 'fail', reason: expect.stringContaining(Object.values(change).join()) });

  test('green is released, whatever version the existing instances have', () => {
    const colours = { blue: colour(3, 3, { version: '$Latest' }), green: colour(0) };

    expect(preflight({ ...situation, colours }, adopting)).toMatchObject({ verdict: 'pass', previewCapacity: 3 });
  });

  test('nothing is released into it', () => {
    const [weights, colours] = [
      { blue: 0, green: 100 },
      { blue: colour(3), green: colour(3) },
    ];

    expect(preflight({ ...situation, live: 'green', weights, colours }, adopting)).toEqual(
      reasonOf({ why: "blue is the group 'blue', which served before and which no release changes" }),
    );
  });

  test('a green that may not be as large does not take its traffic', () => {
    const large = { blue: colour(9, 9, { max: 12 }), green: colour(0) };
    const why = "blue has 9 instances, but green may have 6 at most; raise 'maxCapacity' to 9 or more";

    expect(preflight({ ...situation, colours: large }, adopting)).toEqual(reasonOf({ why }));
    expect(capacity({ live: 'blue', state: large.blue }, adopting)).toEqual(reasonOf({ why }));
  });

  test.each([
    ['is raised to what serves', 4, { desired: 1, max: 6 }, 4],
    ['to its own maximum', 4, { desired: 1, max: 3 }, 3],
    ['and loses none', 3, { desired: 5, max: 6 }, 5],
  ])('on the way back it %s', (_, serving, more, expected) => {
    const previous = colour(1, 1, more);

    expect(capacity({ live: 'green', state: colour(serving), previous }, adopting)).toMatchObject({
      capacity: expected,
    });
  });
});
