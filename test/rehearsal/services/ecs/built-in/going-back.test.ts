import { BuiltInWorld, INFRASTRUCTURE_ROLE } from '../../../../fixtures/built-in-world';
import type { Question } from '../../../../fixtures/fake-hooks';

const ALL_STAGES = [
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
];
const passes = () => ({ hookStatus: 'SUCCEEDED' });

let world: BuiltInWorld;
afterEach(() => world.stop());

/** Shares of the candidate that hooks were told, stage by stage. */
function told({ lifecycleStage, executionDetails: { targetServiceRevisionArn: target, ...weights } }: Question) {
  const { testTrafficWeights: test, productionTrafficWeights: production } = weights;
  return [lifecycleStage, test[target], production[target]];
}

describe('a release that goes back', () => {
  /** Nothing but blue serves, and nothing of the candidate is left. */
  async function expectBack(candidate = 'shop:2') {
    const { blue, green } = await world.weights();
    expect([green, blue > 0, (await world.weights(world.testRule)).green]).toEqual([0, true, 0]);
    expect(world.tasks.of('shop:1')).toHaveLength(2);
    expect(world.tasks.of(candidate)).toHaveLength(0);
  }

  test.each(ALL_STAGES)('because a hook fails at %s', async (stage) => {
    world = await BuiltInWorld.create();
    const arn = await world.release([await world.hook([stage], () => ({ hookStatus: 'FAILED' }))]);

    const { status, statusReason } = await world.finish(arn);

    expect(status).toBe('ROLLBACK_SUCCESSFUL');
    expect(statusReason).toContain(`Service deployment rolled back because ${stage} lifecycle hook(s) failed.`);
    await expectBack();
  });

  test.each<[string, (question: Question) => unknown]>([
    ['no status', () => ({})],
    ['a status that is none', () => ({ hookStatus: 'MAYBE' })],
    ['no object', () => 'SUCCEEDED'],
    [
      'an error',
      () => {
        throw new Error('boom');
      },
    ],
  ])('because a hook answers %s', async (_, behaviour) => {
    world = await BuiltInWorld.create();
    const arn = await world.release([await world.hook(['POST_SCALE_UP'], behaviour)]);

    expect((await world.finish(arn)).status).toBe('ROLLBACK_SUCCESSFUL');
    await expectBack();
  });

  test('because an alarm fires while traffic shifts', async () => {
    world = await BuiltInWorld.create({ alarms: ['errors'] });
    const arn = await world.release();
    await world.until(
      arn,
      ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 10,
    );
    const shifting = world.clock.now();
    await world.setAlarm('errors', 'ALARM');

    const { status, alarms, statusReason } = await world.finish(arn);

    expect([status, alarms]).toEqual([
      'ROLLBACK_SUCCESSFUL',
      { status: 'TRIGGERED', alarmNames: ['errors'], triggeredAlarmNames: ['errors'] },
    ]);
    expect(statusReason).toContain('errors');
    await expectBack();
    expect(world.clock.now() - shifting).toBeLessThan(5 * 60_000);
  });

  test('because an alarm fires in the bake', async () => {
    world = await BuiltInWorld.create({ alarms: ['errors'] });
    const arn = await world.release();
    await world.until(arn, ({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    await world.setAlarm('errors', 'ALARM');

    expect((await world.finish(arn)).status).toBe('ROLLBACK_SUCCESSFUL');
    await expectBack();
  });

  test('because somebody stops it', async () => {
    world = await BuiltInWorld.create();
    const arn = await world.release();
    await world.until(arn, ({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    await world.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn: arn });

    expect((await world.deployment(arn)).status).toBe('ROLLBACK_REQUESTED');
    expect((await world.finish(arn)).status).toBe('ROLLBACK_SUCCESSFUL');
    await expectBack();
    await expect(world.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn: arn })).rejects.toThrow(
      'ROLLBACK_SUCCESSFUL',
    );
  });

  test('because its tasks end again and again', async () => {
    world = await BuiltInWorld.create();
    world.tasks.crashing.add('shop:2');
    const arn = await world.release();

    const { status, deploymentCircuitBreaker } = await world.finish(arn);

    expect(status).toBe('ROLLBACK_SUCCESSFUL');
    expect(deploymentCircuitBreaker).toMatchObject({ status: 'TRIGGERED', threshold: 3 });
    await expectBack();
  });

  test('because its tasks never become healthy', async () => {
    world = await BuiltInWorld.create();
    world.tasks.sick.add('shop:2');
    const arn = await world.release();

    expect((await world.finish(arn)).status).toBe('ROLLBACK_SUCCESSFUL');
    await expectBack();
  });

  test('because the role may not change the rule', async () => {
    world = await BuiltInWorld.create();
    const arn = await world.release();
    world.deny(INFRASTRUCTURE_ROLE, 'elasticloadbalancing:ModifyRule');

    const { status, statusReason } = await world.finish(arn);

    expect(statusReason).toContain('not authorized to perform: elasticloadbalancing:ModifyRule');
    expect(['ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']).toContain(status);
    expect(await world.weights()).toEqual({ blue: 1, green: 0 });
  });

  test('asks the hooks that move traffic again, with reversed weights', async () => {
    world = await BuiltInWorld.create();
    const arn = await world.release([await world.hook(['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'], passes)]);
    await world.until(arn, ({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    world.hooks.asked.length = 0;
    await world.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn: arn });
    await world.finish(arn);

    expect(world.hooks.asked.map(told)).toEqual([
      ['PRODUCTION_TRAFFIC_SHIFT', undefined, 0],
      ['TEST_TRAFFIC_SHIFT', 0, undefined],
    ]);
  });

  test('slower where a hook fails on the way back, unless the weights go first', async () => {
    const secondsBack = async (switches: Record<string, string>) => {
      world = await BuiltInWorld.create({ switches });
      let back = false;
      const behaviour = () => (back ? { hookStatus: 'FAILED' } : passes());
      const arn = await world.release([await world.hook(['PRODUCTION_TRAFFIC_SHIFT'], behaviour)]);
      await world.until(arn, ({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
      back = true;
      const stoppedAt = world.clock.now();
      await world.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn: arn });
      await world.until(
        arn,
        ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 0,
      );
      const seconds = (world.clock.now() - stoppedAt) / 1000;
      world.stop();
      return seconds;
    };

    expect(await secondsBack({})).toBeGreaterThan(60);
    expect(await secondsBack({ 'ecs.hooks-on-the-way-back': 'after-the-weights' })).toBeLessThan(5);
  });

  test('leaves the service with its former version, so that the same update later is a release again', async () => {
    world = await BuiltInWorld.create();
    world.tasks.crashing.add('shop:2');
    await world.finish(await world.release());
    world.tasks.crashing.clear();
    await world.call('ecs', 'UpdateService', { cluster: 'cluster', service: 'orders', taskDefinition: 'shop:1' });
    const afterOld = await world.newest();
    await world.call('ecs', 'UpdateService', { cluster: 'cluster', service: 'orders', taskDefinition: 'shop:2' });
    const afterNew = await world.newest();

    expect(afterNew).not.toBe(afterOld);
    expect((await world.finish(afterNew)).status).toBe('SUCCESSFUL');
  });
});
