import { drift } from '../../../bin/commands/drift';
import { driftOf } from '../../../bin/commands/drift-of';
import { stillNotBack } from '../../../bin/commands/not-taken-back';
import type { Release } from '../../../bin/commands/ports';
import { status } from '../../../bin/commands/status';
import { plain } from '../../../bin/views/paint';
import { ARN, deployment, FakeDeployments, listener, service, traffic } from './fakes';

const LIVE = { version: `${ARN}6`, isLive: true };
const RUNNING: Release = { id: 'd-1', phase: 'shifting', ended: false, status: 'InProgress', steps: [] };

function differences(...[now, release, plan]: Parameters<typeof driftOf>): [string, boolean][] {
  return driftOf(now, release, plan).map(({ what, expected }) => [what, expected]);
}

test.each<[string, Parameters<typeof driftOf>, [string, boolean][]]>([
  ['nothing, before the first release', [traffic(), undefined, LIVE], []],
  [
    'the colours, after a release',
    [
      traffic({ live: 'green', weights: { blue: 0, green: 100 }, healthyTargets: { blue: 0, green: 4 } }),
      undefined,
      LIVE,
    ],
    [['live colour', true]],
  ],
  ['the version, before the next one', [traffic(), undefined, { ...LIVE, isLive: false }], [['version', true]]],
  ['weights that a release moves', [traffic({ weights: { blue: 90, green: 10 } }), RUNNING, LIVE], [['weights', true]]],
  [
    'weights that somebody has moved',
    [traffic({ weights: { blue: 90, green: 10 } }), undefined, LIVE],
    [['weights', false]],
  ],
  [
    'a live colour without targets',
    [traffic({ healthyTargets: { blue: 0, green: 0 } }), undefined, LIVE],
    [['healthy targets', false]],
  ],
  ['a release that nobody carries on', [traffic(), { ...RUNNING, halted: 'redrive it' }, LIVE], [['release', false]]],
])('%s', (_name, facts, expected) => {
  expect(differences(...facts)).toEqual(expected);
});

describe('a stack that went back without production', () => {
  const notTakenBack = { release: 'd-1', reason: 'denied', at: new Date(1_000) };
  const drifted = async (startedAt: number) => {
    const releases = new FakeDeployments([deployment('d-1', { status: 'Succeeded', createdAt: new Date(startedAt) })]);
    const given = { ...service(releases), notTakenBack };
    const [ended, voice] = [await drift([given], listener(), plain), listener()];
    await status([given], voice, plain);
    return [ended.exitStatus, voice.lines.filter((one) => one.includes('went back without production: denied')).length];
  };

  test('is told, and is not expected', async () => {
    expect(await drifted(500)).toEqual([1, 1]);
  });

  test('is no more once another release has started', async () => {
    expect(await drifted(1_500)).toEqual([0, 0]);
  });

  test.each<[kind: 'ecs' | 'asg', isTold: boolean]>([
    ['ecs', true],
    ['asg', false],
  ])('is no more once a release of a machine has gone back: %s', (kind, isTold) => {
    const release = { phase: 'rolled-back', endedAt: new Date(2_000) } as const;
    expect(stillNotBack({ kind, notTakenBack }, release) !== undefined).toBe(isTold);
  });
});

describe('bluegreen drift', () => {
  test('ends with 0 when all of it is expected', async () => {
    const voice = listener();
    const deployments = new FakeDeployments([deployment('d-1', { status: 'Succeeded' })]);

    const ended = await drift([service(deployments)], voice, plain);

    expect(ended.exitStatus).toBe(0);
    expect(voice.lines.join('\n')).toMatch(/expected {2}version: orders:6, not orders:7/);
  });

  test('ends with 1, and says why, when something is not', async () => {
    const voice = listener();
    const deployments = new FakeDeployments([]);
    deployments.nextTraffic = traffic({ weights: { blue: 50, green: 50 } });

    const ended = await drift([service(deployments)], voice, plain);

    expect(ended).toMatchObject({ exitStatus: 1, json: { services: [{ service: 'Shop/Orders' }] } });
    expect(voice.lines.join('\n')).toMatch(
      /unexpected {2}weights: blue 50 %, green 50 %.*somebody changed the weights/,
    );
  });
});
