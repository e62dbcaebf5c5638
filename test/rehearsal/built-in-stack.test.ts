import { Duration } from 'aws-cdk-lib';
import { HttpStep, ReleaseController, SmokeTest } from '../../lib';
import { StackWorld, shopTemplate } from '../fixtures/stack-world';

const controller = ReleaseController.ecs();
type Props = Parameters<typeof shopTemplate>[0];

const builtIn = (props: Props = {}) => shopTemplate({ controller, ...props });
const withSmokeTest = (props: Props = {}) =>
  builtIn({ hooks: (stack) => [new SmokeTest(stack, 'Smoke', { steps: [HttpStep.get('/')] })], ...props });

let world: StackWorld;
afterEach(() => world.stop());

const deployments = async () =>
  (await world.call('ecs', 'ListServiceDeployments', { cluster: await cluster(), service: 'orders' }))
    .serviceDeployments;
const cluster = async () => (await world.call('ecs', 'ListClusters', {})).clusterArns[0];
const liveRevision = async () => {
  const { services } = await world.call('ecs', 'DescribeServices', { cluster: await cluster(), services: ['orders'] });
  return services[0].taskDefinition.split('/').at(-1);
};
const denied = () => world.aws.cloud.calls.filter(({ outcome }) => outcome === 'denied');

describe('cdk deploy of a service that ECS itself releases', () => {
  test('is the release: it ends when the release has ended, and nothing was refused', async () => {
    world = await StackWorld.create(withSmokeTest());
    world.watchOutages();
    const startedAt = world.clock.now();

    expect(await world.deploy('UpdateStack', withSmokeTest({ version: 2 }))).toBe('UPDATE_COMPLETE');

    // canary and bake
    expect(world.clock.now() - startedAt).toBeGreaterThan(7 * 60_000);
    expect(await liveRevision()).toBe('shop:2');
    expect(world.shares()).toEqual({ blue: 0, green: 100 });
    expect(world.hooks.asked.map(({ lifecycleStage }) => lifecycleStage)).toEqual([
      'PRE_SCALE_UP',
      'POST_TEST_TRAFFIC_SHIFT',
    ]);
    expect([denied(), world.outages]).toEqual([[], []]);
  });

  test('fails when the release went back, with its reason, and the reversal releases nothing again', async () => {
    world = await StackWorld.create(withSmokeTest());
    world.watchOutages();
    world.hooks.otherwise = ({ lifecycleStage }) => ({
      hookStatus: lifecycleStage === 'POST_TEST_TRAFFIC_SHIFT' ? 'FAILED' : 'SUCCEEDED',
    });

    expect(await world.deploy('UpdateStack', withSmokeTest({ version: 2 }))).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(await world.reasons()).toContain('POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed');
    expect((await deployments()).map(({ status }: { status: string }) => status)).toEqual([
      'ROLLBACK_SUCCESSFUL',
      'SUCCESSFUL',
    ]);
    expect(await liveRevision()).toBe('shop:1');
    expect([world.shares().green, world.healthy('blue'), world.outages]).toEqual([0, 2, []]);
  });

  test('releases again after a failed one', async () => {
    world = await StackWorld.create(builtIn());
    world.tasks.crashing.add('shop:2');
    expect(await world.deploy('UpdateStack', builtIn({ version: 2 }))).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(await world.deploy('UpdateStack', builtIn({ version: 3 }))).toBe('UPDATE_COMPLETE');

    expect(world.shares()).toEqual({ blue: 0, green: 100 });
  });

  test('releases nothing when only the way of releasing changes', async () => {
    world = await StackWorld.create(builtIn());

    expect(await world.deploy('UpdateStack', builtIn({ bakeTime: Duration.minutes(6) }))).toBe('UPDATE_COMPLETE');

    expect(await deployments()).toHaveLength(1);
  });

  test('fails on an alarm while traffic shifts, and users are back on live at once', async () => {
    world = await StackWorld.create(builtIn());
    const descriptor = await world.descriptor();
    if (descriptor.kind !== 'ecs-built-in') throw new Error(`it is ${descriptor.kind}`);
    world.watchOutages();
    await world.begin('UpdateStack', builtIn({ version: 2 }));
    const settled = world.aws.cloudFormation.settled('Shop');
    await world.clock.run(
      (async () => {
        while (world.shares().green === 0) await world.clock.sleep(1_000);
        const [AlarmName] = descriptor.alarms;
        await world.call('cloudwatch', 'SetAlarmState', { AlarmName, StateValue: 'ALARM', StateReason: 'test' });
      })(),
    );
    const firedAt = world.clock.now();
    await world.clock.run(
      (async () => {
        while (world.shares().green > 0) await world.clock.sleep(1_000);
      })(),
    );

    expect(world.clock.now() - firedAt).toBeLessThan(30_000);
    expect((await world.clock.run(settled)).status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await world.reasons()).toContain(descriptor.alarms[0]);
    expect(world.outages).toEqual([]);
  });
});
