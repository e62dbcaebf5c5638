import { history } from '../../../bin/commands/history';
import { reject } from '../../../bin/commands/reject';
import { release } from '../../../bin/commands/release';
import { plain } from '../../../bin/views/paint';
import { deployment, FakeDeployments, listener, service } from '../commands/fakes';

describe('bluegreen history of an ECS service', () => {
  test('shows an automatic rollback as the end of the release that it rolls back', async () => {
    const deployments = new FakeDeployments([
      deployment('d-4', { status: 'InProgress' }),
      deployment('d-3', { status: 'Succeeded', rollbackOf: 'd-2' }),
      deployment('d-2', {
        status: 'Stopped',
        rollbackId: 'd-3',
        error: { code: 'MANUAL_STOP', message: 'stopped' },
        createdAt: new Date('2026-11-21T05:00:00Z'),
        completedAt: new Date('2026-11-21T05:06:30Z'),
      }),
      deployment('d-1', { status: 'Succeeded', description: 'spring' }),
      deployment('d-0', { status: 'Succeeded' }),
    ]);
    const voice = listener();

    const { json } = await history([service(deployments)], voice, plain, 3);

    expect(voice.lines).toEqual([
      'Shop/Orders',
      '  d-4                                    preparing',
      '  d-2  2026-11-21 05:00:00  6 min 30 s   rolled-back   somebody stopped it',
      '  d-1                                    succeeded     spring',
    ]);
    expect(json).toMatchObject({
      services: [{ service: 'Shop/Orders', releases: [{ id: 'd-4' }, { id: 'd-2', phase: 'rolled-back' }, {}] }],
    });
  });

  test('says so when there is none', async () => {
    const voice = listener();
    await history([service(new FakeDeployments())], voice, plain, 3);
    expect(voice.lines).toEqual(['Shop/Orders', '  never released']);
  });
});

describe('bluegreen reject of an ECS service', () => {
  test('stops the deployment that waits', async () => {
    const deployments = new FakeDeployments([deployment('d-1', { status: 'Ready' })]);
    const voice = listener();

    const ended = await reject({ service: service(deployments) }, voice);

    expect(ended).toEqual({ exitStatus: 0, json: { service: 'Shop/Orders', rejected: true, id: 'd-1' } });
    expect(deployments.calls).toEqual(['stop d-1']);
    expect(voice.lines).toEqual(['rejected d-1: it goes back, no production traffic has reached the candidate']);
  });

  test.each([
    [[], 'nothing to reject: Shop/Orders: it was never released'],
    [
      [deployment('d-1')],
      'nothing to reject: Shop/Orders: release d-1 is preparing (bluegreen rollback Shop/Orders goes back at any time)',
    ],
    [[deployment('d-1', { status: 'Succeeded' })], 'nothing to reject: Shop/Orders: its last release d-1 is succeeded'],
  ])('does nothing when nothing waits (%#)', async (given, said) => {
    const [deployments, voice] = [new FakeDeployments(given), listener()];

    expect((await reject({ service: service(deployments) }, voice)).exitStatus).toBe(1);
    expect(deployments.calls).toEqual([]);
    expect(voice.lines).toEqual([said]);
  });
});

test.each([
  [{ revision: 's3://b/web.zip' }, "'--revision' does not apply to Shop/Orders: it is an ECS service"],
  [{ launchTemplateVersion: ['blue=1'] }, "'--launch-template-version' does not apply to Shop/Orders"],
])('an ECS service has no %j', async (options, why) => {
  const deployments = new FakeDeployments();
  await expect(release(service(deployments), listener(), options)).rejects.toThrow(why);
  expect(deployments.created).toEqual([]);
});

test('the time of the commit goes into the description of the deployment, where release reports find it', async () => {
  const deployments = new FakeDeployments();

  await release(service(deployments), listener(), { description: 'spring', commitTime: '2026-11-21T06:00:00+01:00' });

  expect(deployments.created).toMatchObject([{ description: 'spring [committed 2026-11-21T05:00:00.000Z]' }]);
});
