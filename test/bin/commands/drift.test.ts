import { drift } from '../../../bin/commands/drift';
import { driftOf } from '../../../bin/commands/drift-of';
import type { Release } from '../../../bin/commands/ports';
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

test.each<[Release['phase'] | undefined, RegExp]>([
  [undefined, /deployed and not released yet/],
  ['rolled-back', /deployed and not live; the newest release, d-1, has gone back/],
  ['failed', /deployed and not live; the newest release, d-1, has failed/],
])('a deployed version that is not live, the newest release being %s', (phase, why) => {
  const [found] = driftOf(traffic(), phase && { ...RUNNING, phase, ended: true }, { ...LIVE, isLive: false });
  expect(found?.why).toMatch(why);
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
