import { promote } from '../../../bin/commands/promote';
import { rollback } from '../../../bin/commands/rollback';
import { stop } from '../../../bin/commands/stop';
import { events } from '../../fixtures/lifecycle-events';
import { appSpec, deployment, FakeDeployments, listener, service, traffic, WITHOUT_PAUSE } from './fakes';

function subject(deployments: FakeDeployments) {
  return { service: service(deployments) };
}

describe('bluegreen promote', () => {
  test('lets a waiting release go on', async () => {
    const [releases, voice] = [new FakeDeployments([deployment('d-1', { status: 'Ready' })]), listener()];

    expect((await promote(subject(releases), voice)).exitStatus).toBe(0);
    expect(releases.calls).toEqual(['promote d-1']);
    expect(voice.lines).toEqual(['promoted d-1: production traffic starts to shift']);
  });

  test('ends the bake time with finish', async () => {
    const releases = new FakeDeployments([deployment('d-1', { terminationWaitStarted: true, events: events() })]);

    expect((await promote(subject(releases), listener(), { finish: true })).exitStatus).toBe(0);
    expect(releases.calls).toEqual(['finish d-1']);
  });

  test.each([
    [[], 'nothing to promote: Shop/Orders: it was never released'],
    [[deployment('d-1')], 'nothing to promote: Shop/Orders: release d-1 is preparing'],
    [
      [deployment('d-1', { terminationWaitStarted: true })],
      'nothing to promote: Shop/Orders: release d-1 is baking (--finish ends the bake time now)',
    ],
    [
      [deployment('d-1', { status: 'Succeeded' })],
      'nothing to promote: Shop/Orders: its last release d-1 is succeeded',
    ],
  ])('does nothing when nothing waits (%#)', async (deployments, said) => {
    const [releases, voice] = [new FakeDeployments(deployments), listener()];

    expect((await promote(subject(releases), voice)).exitStatus).toBe(1);
    expect(releases.calls).toEqual([]);
    expect(voice.lines).toEqual([said]);
  });
});

describe('bluegreen stop', () => {
  test('stops a running release, and says that it goes back', async () => {
    const [releases, voice] = [new FakeDeployments([deployment('d-1')]), listener()];

    expect((await stop(subject(releases), voice)).exitStatus).toBe(0);
    expect(releases.calls).toEqual(['stop d-1']);
    expect(voice.lines[0]).toMatch(/^stopped release d-1 while preparing: it is rolled back/);
  });

  test('does not stop twice', async () => {
    const releases = new FakeDeployments([
      deployment('d-1', { status: 'Stopped', rollbackId: 'd-2' }),
      deployment('d-2'),
    ]);

    expect((await stop(subject(releases), listener())).exitStatus).toBe(0);
    expect(releases.calls).toEqual([]);
  });

  test('fails when no release runs', async () => {
    const releases = new FakeDeployments([deployment('d-1', { status: 'Succeeded' })]);

    expect((await stop(subject(releases), listener())).exitStatus).toBe(1);
    expect(releases.calls).toEqual([]);
  });

  test('ends in 1 when the release was not rolled back after all', async () => {
    const releases = new FakeDeployments([deployment('d-1', { terminationWaitStarted: true })]);
    releases.stop = async () => {
      releases.deployments = [deployment('d-1', { status: 'Succeeded' })];
    };

    expect((await stop(subject(releases), listener(), { watch: WITHOUT_PAUSE })).exitStatus).toBe(1);
  });
});

describe('bluegreen rollback', () => {
  test.each([
    ['preparing', deployment('d-1')],
    ['shifting', deployment('d-1', { events: events('AllowTraffic') })],
    ['baking', deployment('d-1', { terminationWaitStarted: true })],
  ])('stops a release that is %s', async (phase, running) => {
    const [releases, voice] = [new FakeDeployments([running]), listener()];

    const ended = await rollback(subject(releases), voice);

    expect(ended.json).toMatchObject({ stopped: true, phase, rolledBackBy: 'stopping the release' });
    expect(releases.calls).toEqual(['stop d-1']);
    expect(releases.created).toEqual([]);
  });

  test('releases the previous version when the release has ended', async () => {
    const releases = new FakeDeployments([
      deployment('d-1', { status: 'Succeeded', sha256: 'new', previousSha256: 'old' }),
    ]);
    releases.appSpecs.set('old', appSpec('6'));
    const voice = listener();

    const ended = await rollback(subject(releases), voice);

    expect(ended).toMatchObject({
      exitStatus: 0,
      json: { rolledBackBy: 'a new release', id: 'd-new1', from: 'd-1' },
    });
    expect(releases.created[0]).toMatchObject({ appSpec: appSpec('6'), description: 'rollback of d-1 to orders:6' });
    expect(releases.calls).toEqual([]);
    expect(voice.lines.slice(0, 2)).toEqual([
      'release d-1 of Shop/Orders has ended, so going back is a new release, with its hooks and its shift',
      'release d-new1 of the previous version orders:6 has started',
    ]);
  });

  test('finds the previous version among older releases that succeeded, not among those that went back', async () => {
    const releases = new FakeDeployments([
      deployment('d-4', { status: 'Succeeded', sha256: 'live' }),
      deployment('d-3', { status: 'Succeeded', sha256: 'bad', rollbackOf: 'd-2' }),
      deployment('d-2', { status: 'Stopped', sha256: 'bad' }),
      deployment('d-1', { status: 'Succeeded', sha256: 'live' }),
      deployment('d-0', { status: 'Succeeded', sha256: 'good' }),
    ]);
    releases.appSpecs.set('good', appSpec('5'));

    await rollback(subject(releases), listener());

    expect(releases.created[0].appSpec).toBe(appSpec('5'));
  });

  test('says how to name a version when none before is known', async () => {
    const releases = new FakeDeployments([deployment('d-1', { status: 'Succeeded', sha256: 'only' })]);

    await expect(rollback(subject(releases), listener())).rejects.toThrow(
      'no version before d-1 is known to CodeDeploy; name the one to go back to: bluegreen release Shop/Orders --task-definition orders:<revision>',
    );
  });

  test('has nothing to do when the last release went back by itself', async () => {
    const releases = new FakeDeployments([deployment('d-1', { status: 'Stopped' })]);
    releases.nextTraffic = traffic();

    expect((await rollback(subject(releases), listener())).exitStatus).toBe(1);
    expect([...releases.calls, ...releases.created]).toEqual([]);
  });
});
