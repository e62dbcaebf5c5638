import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { release } from '../../../../bin/commands/release';
import { listener, WITHOUT_PAUSE } from '../../commands/fakes';
import {
  ASG,
  dnsName,
  EXECUTION,
  groups,
  ID,
  released,
  releasing,
  running,
  serviceItem,
  started,
  stepFunctions,
  untouched,
  WHO,
} from './fixtures';

beforeEach(untouched);

describe('bluegreen release by the state machine', () => {
  test('starts the release machine with the newest launch template versions', async () => {
    const voice = listener();

    const ended = await release(groups(), voice, { description: 'spring', commitTime: '2026-11-21T06:00:00+01:00' });

    const [{ machine, name, input }] = started();
    expect(machine).toBe('Release');
    expect(name).toMatch(/^\d{8}T\d{6}Z-[0-9a-f]{4}$/);
    expect(input).toEqual({
      candidate: { launchTemplateVersions: { blue: '7', green: '5' } },
      who: WHO,
      description: 'spring',
      commitTime: '2026-11-21T05:00:00.000Z',
    });
    expect(ended).toEqual({
      exitStatus: 0,
      json: { service: 'Shop/Web', released: true, id: name, version: 'lt-g version 5' },
    });
    expect(voice.lines[0]).toBe(`release ${name} of Shop/Web has started: lt-g version 5`);
  });

  test('brings whatever answers on the idle target of a DNS name', async () => {
    expect((await release(dnsName(), listener())).json).toMatchObject({ version: 'green.example.net' });
    expect(started()[0].input).toEqual({ candidate: {}, who: WHO, description: '', commitTime: '' });
  });

  test('releases another version of a launch template when one is named', async () => {
    await release(groups(), listener(), { launchTemplateVersion: ['green=4'] });
    expect(started()[0].input).toMatchObject({ candidate: { launchTemplateVersions: { blue: '7', green: '4' } } });
  });

  test('beside an existing group releases a version of ours alone', async () => {
    const existing = { ...ASG.colours.blue, launchTemplate: '', launchTemplateVersion: '', existing: true };
    await release(groups({ colours: { ...ASG.colours, blue: existing } }), listener());
    expect(started()[0].input).toMatchObject({ candidate: { launchTemplateVersions: { green: '5' } } });
  });

  test('releases a revision by CodeDeploy', async () => {
    await release(groups({ application: 'app' }), listener(), { revision: 's3://bundles/web/1.zip' });
    expect(started()[0].input).toMatchObject({
      candidate: {
        revision: { RevisionType: 'S3', S3Location: { Bucket: 'bundles', Key: 'web/1.zip', BundleType: 'zip' } },
      },
    });
  });

  test('releases the revision of the template with the newest launch templates, and none where a version is named', async () => {
    const S3Location = { Bucket: 'bundles', Key: 'web/1.zip', BundleType: 'zip', Version: 'v7' };
    const given = { application: 'app', revision: { RevisionType: 'S3', S3Location } as const };
    running('7');

    const { json } = await release(groups(given), listener());
    running('6');
    await release(groups(given), listener(), { launchTemplateVersion: ['green=4'] });

    const [{ input }, { input: older }] = started();
    expect(json).toMatchObject({ released: true, version: 's3://bundles/web/1.zip?versionId=v7' });
    expect(input.candidate).toEqual({
      launchTemplateVersions: { blue: '7', green: '5' },
      revision: { RevisionType: 'S3', S3Location },
    });
    expect(older.candidate).toEqual({ launchTemplateVersions: { blue: '7', green: '4' } });
  });

  test('has nothing to do when live runs the newest version', async () => {
    running('7');
    const voice = listener();

    expect((await release(groups(), voice)).exitStatus).toBe(0);
    expect(started()).toEqual([]);
    expect(voice.lines[0]).toBe('nothing to release: Shop/Web runs lt-g version 5 already (--force releases it again)');
  });

  test.each([
    [groups, { taskDefinition: 'orders:7' }, "'--task-definition' does not apply to Shop/Web: it is a pair of Auto"],
    [dnsName, { revision: 's3://a/b.zip' }, "'--revision' does not apply to Shop/Web: it is a DNS name"],
    [groups, { revision: 's3://a/b.zip' }, "'--revision' needs a CodeDeploy application, and Shop/Web has none"],
    [groups, { launchTemplateVersion: ['red=1'] }, "must be blue=<number> or green=<number>, got 'red=1'"],
    [groups, { launchTemplateVersion: ['blue=latest'] }, "must be blue=<number> or green=<number>, got 'blue=latest'"],
    [groups, { commitTime: 'yesterday' }, "'--commit-time' must be a time such as"],
  ])('refuses what does not fit, and starts nothing (%#)', async (service, options, why) => {
    await expect(release(service(), listener(), options)).rejects.toThrow(why);
    expect(started()).toEqual([]);
  });

  test('refuses a second one, with the id of the one that runs', async () => {
    releasing('shifting');
    const voice = listener();

    expect(await release(groups(), voice)).toEqual({
      exitStatus: 1,
      json: { service: 'Shop/Web', released: false, runningId: ID },
    });
    expect(voice.lines[0]).toContain(`refused: release ${ID} of Shop/Web is running`);
    expect(started()).toEqual([]);
  });

  test('refuses it too while the lock is still held', async () => {
    released();
    serviceItem({ live: 'green', lock: ID });

    expect((await release(groups(), listener())).json).toMatchObject({ runningId: ID });
    expect(started()).toEqual([]);
  });

  test('waits for the previous colour to be scaled down, but not for one that was killed at it', async () => {
    released();
    serviceItem({ live: 'green', lock: `${ID}-retire`, retiring: new Date().toISOString() });
    await expect(release(groups(), listener())).rejects.toThrow('the previous colour of Shop/Web is being scaled to');
    expect(started()).toEqual([]);

    serviceItem({ live: 'green', lock: `${ID}-retire`, retiring: new Date(Date.now() - 1_201_000).toISOString() });
    expect((await release(groups(), listener())).exitStatus).toBe(0);
  });

  test('follows the release of which another was quicker, to its refusal', async () => {
    let id = '';
    stepFunctions.on(StartExecutionCommand).callsFake(({ name }) => {
      id = name;
      stepFunctions
        .on(DescribeExecutionCommand, { executionArn: EXECUTION.replace(ID, name) })
        .resolves({ status: 'FAILED', error: 'Locked', cause: 'the release x runs' });
      return {};
    });
    const voice = listener();

    expect((await release(groups(), voice, { watch: WITHOUT_PAUSE })).exitStatus).toBe(1);
    expect(voice.lines.at(-1)).toBe(
      `Shop/Web: release ${id} was refused (the release x runs); nothing was touched, blue is live`,
    );
  });
});
