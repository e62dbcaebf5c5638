import { createHash } from 'node:crypto';
import { Colour, ReleaseController } from '../../lib';
import { StackWorld, shopTemplate } from '../fixtures/stack-world';

let world: StackWorld;
afterEach(() => world.stop());

/** Releases what the last deploy left, as `bluegreen release` does. */
async function releaseByCodeDeploy(): Promise<void> {
  const descriptor = await world.descriptor();
  if (descriptor.kind !== 'ecs') throw new Error(`it is ${descriptor.kind}`);
  const { application: applicationName, deploymentGroup: deploymentGroupName, appSpec: content } = descriptor;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } };
  const { deploymentId } = await world.call('codedeploy', 'CreateDeployment', {
    applicationName,
    deploymentGroupName,
    revision,
  });
  await world.clock.run(
    (async () => {
      for (;;) {
        const { deploymentInfo } = await world.call('codedeploy', 'GetDeployment', { deploymentId });
        if (deploymentInfo.status === 'Succeeded') return;
        if (/Failed|Stopped/.test(deploymentInfo.status))
          throw new Error(JSON.stringify(deploymentInfo.errorInformation));
        await world.clock.sleep(10_000);
      }
    })(),
  );
}

describe('a service moves from CodeDeploy to ECS itself by a deploy that changes nothing else', () => {
  test('while blue is live: production never meets an empty colour, and CodeDeploy is gone', async () => {
    world = await StackWorld.create(shopTemplate());
    world.watchOutages();

    expect(await world.deploy('UpdateStack', shopTemplate({ controller: ReleaseController.ecs() }))).toBe(
      'UPDATE_COMPLETE',
    );

    expect(world.outages).toEqual([]);
    expect(world.shares()).toEqual({ blue: 0, green: 100 });
    expect([world.healthy('blue'), world.healthy('green')]).toEqual([0, 2]);
    expect((await world.call('codedeploy', 'ListApplications', {})).applications).toEqual([]);
    expect((await world.descriptor()).kind).toBe('ecs-built-in');
    expect(world.aws.cloud.calls.filter(({ outcome }) => outcome === 'denied')).toEqual([]);
  });

  test('while green is live, when it is told so', async () => {
    world = await StackWorld.create(shopTemplate());
    await world.deploy('UpdateStack', shopTemplate({ version: 2 }));
    await releaseByCodeDeploy();
    expect(world.shares()).toEqual({ blue: 0, green: 100 });
    world.watchOutages();

    const controller = ReleaseController.ecs({ liveColour: Colour.GREEN });
    expect(await world.deploy('UpdateStack', shopTemplate({ version: 2, controller }))).toBe('UPDATE_COMPLETE');

    expect(world.outages).toEqual([]);
    expect(world.shares()).toEqual({ blue: 100, green: 0 });
  });

  test('while green is live, even when it is not told so: the rules begin with the weights that are live', async () => {
    world = await StackWorld.create(shopTemplate());
    await world.deploy('UpdateStack', shopTemplate({ version: 2 }));
    await releaseByCodeDeploy();
    world.watchOutages();

    await world.deploy('UpdateStack', shopTemplate({ version: 2, controller: ReleaseController.ecs() }));

    expect(world.outages).toEqual([]);
  });

  test('and releases by cdk deploy from then on', async () => {
    const controller = ReleaseController.ecs();
    world = await StackWorld.create(shopTemplate());
    await world.deploy('UpdateStack', shopTemplate({ controller }));
    world.watchOutages();

    expect(await world.deploy('UpdateStack', shopTemplate({ controller, version: 2 }))).toBe('UPDATE_COMPLETE');

    expect([world.shares(), world.outages]).toEqual([{ blue: 100, green: 0 }, []]);
  });

  test('or is only taken over by ECS, where that is what AWS does, and is released by the next deploy', async () => {
    const controller = ReleaseController.ecs();
    world = await StackWorld.create(shopTemplate(), { 'ecs.controller-migration': 'takes-over' });
    world.watchOutages();
    await world.deploy('UpdateStack', shopTemplate({ controller }));
    expect([world.shares(), world.healthy('blue')]).toEqual([{ blue: 100, green: 0 }, 2]);

    expect(await world.deploy('UpdateStack', shopTemplate({ controller, version: 2 }))).toBe('UPDATE_COMPLETE');

    expect([world.shares(), world.outages]).toEqual([{ blue: 0, green: 100 }, []]);
  });
});
