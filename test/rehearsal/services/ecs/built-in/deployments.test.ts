import { BuiltInWorld } from '../../../../fixtures/built-in-world';
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

describe('a good release', () => {
  test('passes the stages in their order, asks hooks with the weights, and leaves the candidate live', async () => {
    world = await BuiltInWorld.create();
    const arn = await world.release([await world.hook(ALL_STAGES, passes)]);

    const { status, targetServiceRevision } = await world.finish(arn);

    expect(status).toBe('SUCCESSFUL');
    expect(world.hooks.asked.map(told)).toEqual([
      ['PRE_SCALE_UP', undefined, undefined],
      ['POST_SCALE_UP', undefined, undefined],
      ['TEST_TRAFFIC_SHIFT', 100, undefined],
      ['POST_TEST_TRAFFIC_SHIFT', undefined, undefined],
      ['PRE_PRODUCTION_TRAFFIC_SHIFT', undefined, 0],
      ['PRODUCTION_TRAFFIC_SHIFT', undefined, 10],
      ['PRE_PRODUCTION_TRAFFIC_SHIFT', undefined, 10],
      ['PRODUCTION_TRAFFIC_SHIFT', undefined, 100],
      ['POST_PRODUCTION_TRAFFIC_SHIFT', undefined, undefined],
    ]);
    expect([await world.weights(), await world.weights(world.testRule)]).toEqual([
      { blue: 0, green: 100 },
      { blue: 0, green: 100 },
    ]);
    expect(targetServiceRevision).toMatchObject({ requestedProductionTrafficWeight: 100, runningTaskCount: 2 });
    expect([world.tasks.of('shop:1'), world.tasks.of('shop:2')].map(({ length }) => length)).toEqual([0, 2]);
  });

  test('takes ECS at its word for the time of each step', async () => {
    world = await BuiltInWorld.create();
    const arn = await world.release();
    await world.until(
      arn,
      ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 10,
    );
    const first = world.clock.now();
    await world.until(
      arn,
      ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 100,
    );
    const second = world.clock.now();
    await world.until(arn, ({ lifecycleStage }) => lifecycleStage === 'CLEAN_UP');

    expect(Math.round((second - first) / 60_000)).toBe(5);
    expect(Math.round((world.clock.now() - second) / 60_000)).toBe(5);
  });

  test('swaps the colours back with the next release', async () => {
    world = await BuiltInWorld.create();
    await world.finish(await world.release());
    await world.finish(await world.release());

    expect([await world.weights(), await world.weights(world.testRule)]).toEqual([
      { blue: 100, green: 0 },
      { blue: 100, green: 0 },
    ]);
    expect(world.tasks.of('shop:3')).toHaveLength(2);
  });

  test('in linear steps', async () => {
    const linearConfiguration = { stepPercent: 33.3, stepBakeTimeInMinutes: 1 };
    world = await BuiltInWorld.create({ configuration: { strategy: 'LINEAR', linearConfiguration } });
    const arn = await world.release([await world.hook(['PRODUCTION_TRAFFIC_SHIFT'], passes)]);

    expect((await world.finish(arn)).status).toBe('SUCCESSFUL');
    expect(world.hooks.asked.map((question) => told(question)[2])).toEqual([33.3, 66.6, 99.9, 100]);
  });

  test('without a test rule', async () => {
    world = await BuiltInWorld.create({ testRule: false });

    expect((await world.finish(await world.release())).status).toBe('SUCCESSFUL');
    expect(await world.weights()).toEqual({ blue: 0, green: 100 });
  });

  test('tells EventBridge', async () => {
    world = await BuiltInWorld.create();
    world.events.length = 0;
    await world.finish(await world.release());

    const names = world.events
      .filter(({ detailType }) => detailType === 'ECS Deployment State Change')
      .map(({ detail }) => detail.eventName);
    expect(names).toEqual(['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_COMPLETED']);
  });

  test('is not begun by an update that changes nothing of the tasks', async () => {
    world = await BuiltInWorld.create();
    const before = await world.newest();
    await world.call('ecs', 'UpdateService', {
      cluster: 'cluster',
      service: 'orders',
      desiredCount: 3,
      taskDefinition: 'shop:1',
    });
    await world.clock.advance(300_000);

    expect(await world.newest()).toBe(before);
    expect(world.tasks.of('shop:1')).toHaveLength(3);
  });

  test('is begun by force', async () => {
    world = await BuiltInWorld.create();
    const before = await world.newest();
    await world.call('ecs', 'UpdateService', { cluster: 'cluster', service: 'orders', forceNewDeployment: true });
    const arn = await world.newest();

    expect(arn).not.toBe(before);
    expect((await world.finish(arn)).status).toBe('SUCCESSFUL');
  });
});

describe('alarms', () => {
  test('that fire before a release starts are ignored for all of it: the trap that the preflight is for', async () => {
    world = await BuiltInWorld.create({ alarms: ['errors', 'slow'] });
    await world.setAlarm('errors', 'ALARM');
    const arn = await world.release();
    await world.until(arn, ({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME');
    await world.setAlarm('slow', 'ALARM');

    const { status, alarms } = await world.finish(arn);

    expect([status, alarms?.status]).toEqual(['SUCCESSFUL', 'DISABLED']);
  });
});

describe('a release that meets another', () => {
  test('takes its place: the first gives its traffic back, the second reconciles', async () => {
    world = await BuiltInWorld.create();
    const hook = await world.hook(['RECONCILE_SERVICE'], passes);
    const first = await world.release([hook]);
    await world.until(
      first,
      ({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 10,
    );
    const second = await world.release([hook]);

    expect((await world.finish(second)).status).toBe('SUCCESSFUL');
    expect((await world.deployment(first)).status).toBe('STOPPED');
    expect(world.hooks.asked.map(({ resourceArn }) => resourceArn)).toEqual([second]);
    expect(
      [world.tasks.of('shop:1'), world.tasks.of('shop:2'), world.tasks.of('shop:3')].map(({ length }) => length),
    ).toEqual([0, 0, 2]);
  });

  test('is no release when the service is deleted meanwhile', async () => {
    world = await BuiltInWorld.create();
    const arn = await world.release();
    await world.until(arn, ({ lifecycleStage }) => lifecycleStage === 'SCALE_UP');
    await world.call('ecs', 'DeleteService', { cluster: 'cluster', service: 'orders', force: true });

    expect((await world.finish(arn)).status).toBe('STOPPED');
    await world.clock.advance(600_000);
    expect(world.tasks.count).toBe(0);
  });
});

describe('rules that do not fit', () => {
  test('send it back before the candidate exists: both colours serve', async () => {
    world = await BuiltInWorld.create();
    const forward = [
      { TargetGroupArn: world.blue.arn, Weight: 50 },
      { TargetGroupArn: world.green.arn, Weight: 50 },
    ];
    await world.call('elasticloadbalancing', 'ModifyRule', {
      RuleArn: world.productionRule,
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: forward } }],
    });
    const { status, statusReason } = await world.finish(await world.release());

    expect(status).toBe('ROLLBACK_SUCCESSFUL');
    expect(statusReason).toContain('should have exactly one target group serving traffic but found 2');
    expect(world.tasks.of('shop:2')).toHaveLength(0);
  });
});
