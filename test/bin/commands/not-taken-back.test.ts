import { drift } from '../../../bin/commands/drift';
import { driftOf } from '../../../bin/commands/drift-of';
import { type Later, type NotTakenBack, stillNotBack } from '../../../bin/commands/not-taken-back';
import type { Release, Service, Traffic } from '../../../bin/commands/ports';
import { status } from '../../../bin/commands/status';
import { plain } from '../../../bin/views/paint';
import { deployment, FakeDeployments, listener, service, traffic } from './fakes';

const LEFT: NotTakenBack = { release: 'd-1', cure: 'rolled-back', reason: 'denied', at: new Date(1_000) };
const ON_BLUE = traffic();
const ON_GREEN = traffic({ live: 'green', weights: { blue: 0, green: 100 } });
const BETWEEN = traffic({ weights: { blue: 50, green: 50 } });

function release(id: string, phase: Release['phase'], candidate: Later['candidate'], from: number, to?: number): Later {
  return { id, phase, candidate, startedAt: new Date(from), endedAt: to === undefined ? undefined : new Date(to) };
}

const ONE = release('d-1', 'rolled-back', 'green', 500, 2_000);
const LATER_BACK = release('d-2', 'rolled-back', 'blue', 3_000, 4_000);

type Row = [name: string, Service['kind'], Partial<NotTakenBack>, Traffic, readonly Later[], isTold: boolean];

test.each<Row>([
  ['its release is not back', 'ecs', {}, ON_GREEN, [{ ...ONE, phase: 'failed' }], true],
  ['its release is between the colours', 'ecs', {}, BETWEEN, [{ ...ONE, phase: 'failed' }], true],
  ['its release went back later', 'ecs', {}, ON_BLUE, [ONE], false],
  ['its release of a machine went back later', 'asg', {}, ON_BLUE, [ONE], false],
  ['another release went back since then', 'ecs', {}, ON_GREEN, [LATER_BACK, ONE], true],
  ['another release went back since then, of a machine', 'asg', {}, ON_GREEN, [LATER_BACK, ONE], true],
  ['somebody brought the colour back', 'asg', {}, ON_BLUE, [{ ...ONE, phase: 'succeeded' }], false],
  ['another release runs', 'ecs', {}, ON_GREEN, [{ ...LATER_BACK, phase: 'testing' }, ONE], true],
  ['another release has succeeded', 'ecs', {}, ON_GREEN, [{ ...LATER_BACK, phase: 'succeeded' }, ONE], false],
  ['it was to bring back and goes back', 'ecs', { cure: 'succeeded' }, ON_BLUE, [ONE], true],
  ['it was to bring back and does', 'ecs', { cure: 'succeeded' }, ON_GREEN, [{ ...ONE, phase: 'baking' }], false],
  ['its colour is not known', 'ecs', {}, ON_BLUE, [{ ...ONE, candidate: undefined }], true],
  ['its release is not known, and one went back', 'ecs', { release: '', cure: undefined }, ON_BLUE, [ONE], true],
  ['the same of a machine', 'dns', { release: '', cure: undefined }, ON_BLUE, [ONE], false],
  ['the same, of a later release', 'dns', { release: '', cure: undefined }, ON_GREEN, [LATER_BACK], true],
])('%s: %s', (_name, kind, left, now, releases, isTold) => {
  expect(stillNotBack({ kind, notTakenBack: { ...LEFT, ...left } }, now, releases) !== undefined).toBe(isTold);
});

describe('a stack that went back without production', () => {
  const drifted = async (startedAt: number) => {
    const releases = new FakeDeployments([deployment('d-9', { status: 'Succeeded', createdAt: new Date(startedAt) })]);
    const given = { ...service(releases), notTakenBack: LEFT };
    const [ended, voice] = [await drift([given], listener(), plain), listener()];
    await status([given], voice, plain);
    return [ended.exitStatus, voice.lines.filter((one) => one.includes('went back without production: denied')).length];
  };

  test('is told by drift and status, and is not expected', async () => {
    expect(await drifted(500)).toEqual([1, 1]);
  });

  test('is no more once another release has succeeded', async () => {
    expect(await drifted(1_500)).toEqual([0, 0]);
  });

  test.each<[Release['phase'], string]>([
    ['succeeded', "by 'bluegreen rollback'"],
    ['rolled-back', "by 'bluegreen release'"],
  ])('names the way back that there is after a release that has %s', (phase, way) => {
    const newest: Release = { id: 'd-1', phase, ended: true, status: '', steps: [] };
    const found = driftOf(ON_BLUE, newest, { version: '', isLive: true }, LEFT);
    expect(found.map(({ why }) => why)).toEqual([expect.stringContaining(way)]);
  });
});
