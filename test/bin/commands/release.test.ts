import { sha256 } from '../../../bin/aws/app-spec';
import { ReleaseRunning } from '../../../bin/commands/ports';
import { release } from '../../../bin/commands/release';
import { events } from '../../fixtures/lifecycle-events';
import {
  APP_SPEC,
  ARN,
  appSpec,
  deployment,
  descriptor,
  FakeDeployments,
  listener,
  service,
  traffic,
  WITHOUT_PAUSE,
} from './fakes';

describe('bluegreen release', () => {
  test('releases the AppSpec of the descriptor with its sha256, and says how to follow it', async () => {
    const [releases, voice] = [new FakeDeployments(), listener()];

    const ended = await release(service(releases), voice, { description: 'spring' });

    expect(releases.created).toEqual([{ appSpec: APP_SPEC, sha256: sha256(APP_SPEC), description: 'spring' }]);
    expect(voice.lines).toEqual([
      'release d-new1 of Shop/Orders has started: orders:7',
      'follow it with: bluegreen status Shop/Orders --watch',
    ]);
    expect(ended).toEqual({
      exitStatus: 0,
      json: {
        service: 'Shop/Orders',
        released: true,
        id: 'd-new1',
        version: `${ARN}7`,
      },
    });
  });

  test('releases another task definition when one is named', async () => {
    const releases = new FakeDeployments();

    await release(service(releases), listener(), { taskDefinition: 'orders:9' });

    expect(releases.created[0].appSpec).toBe(appSpec('9'));
    expect(releases.created[0].sha256).toBe(sha256(appSpec('9')));
  });

  test('has nothing to do when the version is live', async () => {
    const [releases, voice] = [new FakeDeployments(), listener()];
    releases.nextTraffic = traffic({ version: `${ARN}7` });

    expect((await release(service(releases), voice)).exitStatus).toBe(0);
    expect(releases.created).toEqual([]);
    expect(voice.lines).toEqual(['nothing to release: Shop/Orders runs orders:7 already (--force releases it again)']);
  });

  test('releases the live version again when forced', async () => {
    const releases = new FakeDeployments();
    releases.nextTraffic = traffic({ version: `${ARN}7` });

    await release(service(releases), listener(), { force: true });

    expect(releases.created).toHaveLength(1);
  });

  test('shows the id of the release that runs already', async () => {
    const [releases, voice] = [new FakeDeployments([deployment('d-1')]), listener()];

    expect(await release(service(releases), voice, { force: true })).toEqual({
      exitStatus: 1,
      json: { service: 'Shop/Orders', released: false, runningId: 'd-1' },
    });
    expect(releases.created).toEqual([]);
    expect(voice.lines[0]).toContain('refused: release d-1 of Shop/Orders is running');
  });

  test('shows the id too when another release was quicker by a moment', async () => {
    const [releases, voice] = [new FakeDeployments(), listener()];
    releases.create = async () => {
      throw new ReleaseRunning('d-2');
    };

    expect((await release(service(releases), voice)).exitStatus).toBe(1);
    expect(voice.lines[0]).toContain('release d-2 of Shop/Orders is running');
  });

  test.each([
    [
      traffic({ firing: ['Errors'] }),
      'a rollback alarm is firing already, so the release would go back at once: Errors',
    ],
    [
      traffic({ healthyTargets: { blue: 0, green: 4 } }),
      'blue is live and has no healthy target, so there is nothing to go back to',
    ],
    [
      traffic({ weights: { blue: 90, green: 10 } }),
      'blue is live but has 90 % of production traffic, not 100 %: somebody changed the weights',
    ],
  ])('refuses when the preflight speaks against it (%#)', async (now, objection) => {
    const [releases, voice] = [new FakeDeployments(), listener()];
    releases.nextTraffic = now;

    expect((await release(service(releases), voice)).exitStatus).toBe(1);
    expect(releases.created).toEqual([]);
    expect(voice.lines).toEqual([`refused: ${objection}`, 'nothing was touched; --force releases all the same']);
  });

  test('warns and goes on when forced', async () => {
    const [releases, voice] = [new FakeDeployments(), listener()];
    releases.nextTraffic = traffic({ firing: ['Errors'] });

    expect((await release(service(releases), voice, { force: true })).exitStatus).toBe(0);
    expect(voice.lines[0]).toMatch(/^warning: a rollback alarm/);
    expect(releases.created).toHaveLength(1);
  });

  test('follows the release and ends in 1 when it went back', async () => {
    const [releases, voice] = [new FakeDeployments(), listener()];
    let looks = 0;
    releases.afterLook = () => {
      looks += 1;
      if (looks < 3) return;
      const error = { code: 'ALARM_ACTIVE', message: 'Activated alarms: <Errors>' };
      releases.deployments = [
        deployment('d-back', { status: 'Succeeded', rollbackOf: 'd-new1' }),
        deployment('d-new1', { status: 'Stopped', error, rollbackId: 'd-back' }),
      ];
    };

    const ended = await release(service(releases), voice, { watch: WITHOUT_PAUSE });

    expect(ended.exitStatus).toBe(1);
    expect(voice.lines.at(-1)).toBe(
      'Shop/Orders: release d-new1 was rolled back (an alarm fired: Errors); blue is live',
    );
  });

  test('follows the release and ends in 0 when it succeeded', async () => {
    const [releases, voice] = [new FakeDeployments(), listener()];
    let looks = 0;
    releases.afterLook = () => {
      looks += 1;
      if (looks < 2) return;
      releases.nextTraffic = traffic({ live: 'green', weights: { blue: 0, green: 100 } });
      releases.deployments = [deployment('d-new1', { status: 'Succeeded', events: events() })];
    };

    expect((await release(service(releases), voice, { watch: WITHOUT_PAUSE })).exitStatus).toBe(0);
    expect(voice.lines.at(-1)).toBe('Shop/Orders: release d-new1 succeeded, green is live');
  });

  test('says what a person has to do when the release that is followed comes to its gate', async () => {
    const [releases, voice] = [new FakeDeployments(), listener()];
    let looks = 0;
    releases.afterLook = () => {
      looks += 1;
      const status = looks < 4 ? 'Ready' : 'Succeeded';
      releases.deployments = [deployment('d-new1', { status, events: events() })];
    };

    await release(service(releases), voice, { watch: WITHOUT_PAUSE });

    const said = voice.lines.filter((line) => line.includes('waits for a person'));
    expect(said).toEqual(['it waits for a person: bluegreen promote Shop/Orders, or bluegreen reject Shop/Orders']);
  });

  test('fails on an AppSpec that is none', async () => {
    const broken = service(new FakeDeployments(), descriptor('Shop/Orders', { appSpec: 'version: 0.0' }));
    await expect(release(broken, listener())).rejects.toThrow("no JSON AppSpec of an ECS service: 'version: 0.0'");
  });
});
