import { BuiltInWorld } from '../../../../fixtures/built-in-world';

let world: BuiltInWorld;
beforeEach(async () => {
  world = await BuiltInWorld.create();
});
afterEach(() => world.stop());

describe('a function that is not done yet', () => {
  test('is asked again after 30 seconds, or when it says, with the details that it handed over', async () => {
    const answers = [
      { hookStatus: 'IN_PROGRESS', hookDetails: { tries: 1 } },
      { hookStatus: 'IN_PROGRESS', callBackDelay: 90, hookDetails: { tries: 2 } },
      { hookStatus: 'SUCCEEDED' },
    ];
    const at: number[] = [];
    const hook = await world.hook(
      ['POST_SCALE_UP'],
      () => {
        at.push(world.clock.now());
        return answers[at.length - 1];
      },
      { hookDetails: { bucket: 'b' } },
    );

    expect((await world.finish(await world.release([hook]))).status).toBe('SUCCESSFUL');
    expect(world.hooks.asked.map(({ hookDetails }) => hookDetails)).toEqual([
      { bucket: 'b' },
      { bucket: 'b', tries: 1 },
      { bucket: 'b', tries: 2 },
    ]);
    expect([at[1] - at[0], at[2] - at[1]]).toEqual([30_000, 90_000]);
    expect(new Set(world.hooks.asked.map(({ executionId }) => executionId)).size).toBe(1);
  });

  test.each([
    ['ROLLBACK', 'ROLLBACK_SUCCESSFUL'],
    ['CONTINUE', 'SUCCESSFUL'],
  ])('is given up after its time-out: %s', async (action, expected) => {
    const timeoutConfiguration = { timeoutInMinutes: 5, action };
    const hook = await world.hook(['POST_SCALE_UP'], () => ({ hookStatus: 'IN_PROGRESS' }), { timeoutConfiguration });

    const { status, lifecycleHookDetails = [] } = await world.finish(await world.release([hook]));

    expect(status).toBe(expected);
    expect(lifecycleHookDetails[0]).toMatchObject({
      targetType: 'AWS_LAMBDA',
      status: 'TIMED_OUT',
      timeoutAction: action,
    });
  });
});

test('hooks of one stage are asked at the same time, and one that fails is enough', async () => {
  const at: number[] = [];
  const slow = async (answer: string, seconds: number) =>
    world.hook(['POST_SCALE_UP'], async () => {
      at.push(world.clock.now());
      await world.clock.sleep(seconds * 1000);
      return { hookStatus: answer };
    });
  const arn = await world.release([await slow('SUCCEEDED', 60), await slow('FAILED', 30)]);

  expect((await world.finish(arn)).status).toBe('ROLLBACK_SUCCESSFUL');
  expect(at[0]).toBe(at[1]);
});

describe('a pause', () => {
  const pause = {
    targetType: 'PAUSE',
    lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
    timeoutConfiguration: { timeoutInMinutes: 60 },
  };
  const untilPaused = async (arn: string) => {
    await world.until(arn, ({ lifecycleHookDetails = [] }) =>
      lifecycleHookDetails.some(({ status }) => status === 'AWAITING_ACTION'),
    );
    const { lifecycleHookDetails = [] } = await world.deployment(arn);
    return { serviceDeploymentArn: arn, hookId: lifecycleHookDetails[0].hookId };
  };
  const hookEvents = () =>
    world.events
      .filter(({ detailType }) => detailType === 'ECS Hook State Change')
      .map(({ detail }) => detail.eventName);

  test.each([
    [undefined, 'SUCCESSFUL', 'HOOK_SUCCEEDED'],
    ['CONTINUE', 'SUCCESSFUL', 'HOOK_SUCCEEDED'],
    ['ROLLBACK', 'ROLLBACK_SUCCESSFUL', 'HOOK_FAILED'],
  ])('waits until a person decides: %s', async (action, expected, event) => {
    const arn = await world.release([pause]);
    const hook = await untilPaused(arn);
    await world.clock.advance(30 * 60_000);

    expect(hook.hookId).toMatch(/^ecs-pause-/);
    expect(await world.weights()).toEqual({ blue: 1, green: 0 });
    expect(await world.weights(world.testRule)).toEqual({ blue: 0, green: 100 });
    await world.call('ecs', 'ContinueServiceDeployment', { ...hook, action });
    expect((await world.finish(arn)).status).toBe(expected);
    expect(hookEvents()).toEqual(['HOOK_AWAITING_ACTION', event]);
    await expect(world.call('ecs', 'ContinueServiceDeployment', hook)).rejects.toThrow('The hook is in the');
  });

  test('before production traffic waits once when all of it moves at once, after the hooks with test traffic', async () => {
    const answers = ['IN_PROGRESS', 'IN_PROGRESS', 'SUCCEEDED'];
    const smoke = await world.hook(['POST_TEST_TRAFFIC_SHIFT'], () => ({ hookStatus: answers.shift() }));
    const late = { ...pause, lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] };
    const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5, lifecycleHooks: [smoke, late] };
    const arn = await world.release([], { deploymentConfiguration });
    await untilPaused(arn);
    const { lifecycleHookDetails = [] } = await world.deployment(arn);

    expect(lifecycleHookDetails.map(({ status }) => status)).toEqual(['SUCCEEDED', 'AWAITING_ACTION']);
    expect(await world.weights()).toEqual({ blue: 1, green: 0 });
    await world.call('ecs', 'ContinueServiceDeployment', {
      serviceDeploymentArn: arn,
      hookId: lifecycleHookDetails[1].hookId,
    });
    expect((await world.finish(arn)).status).toBe('SUCCESSFUL');
    expect(hookEvents()).toEqual(['HOOK_AWAITING_ACTION', 'HOOK_SUCCEEDED']);
  });

  test.each([
    ['ROLLBACK', 'ROLLBACK_SUCCESSFUL'],
    ['CONTINUE', 'SUCCESSFUL'],
  ])('ends at its time-out: %s', async (action, expected) => {
    const arn = await world.release([{ ...pause, timeoutConfiguration: { timeoutInMinutes: 60, action } }]);
    await untilPaused(arn);
    const pausedAt = world.clock.now();
    await world.until(arn, ({ lifecycleHookDetails = [] }) => lifecycleHookDetails[0].status === 'TIMED_OUT');

    expect(Math.round((world.clock.now() - pausedAt) / 60_000)).toBe(60);
    expect((await world.finish(arn)).status).toBe(expected);
    expect(hookEvents()).toEqual(['HOOK_AWAITING_ACTION', 'HOOK_TIMED_OUT']);
  });

  test('ends when the release is stopped', async () => {
    const arn = await world.release([pause]);
    const { hookId } = await untilPaused(arn);
    await world.call('ecs', 'StopServiceDeployment', { serviceDeploymentArn: arn });

    expect((await world.finish(arn)).status).toBe('ROLLBACK_SUCCESSFUL');
    await expect(
      world.call('ecs', 'ContinueServiceDeployment', { serviceDeploymentArn: arn, hookId: `${hookId}x` }),
    ).rejects.toThrow('was not found');
  });

  test.each([
    [
      { ...pause, lifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT'] },
      'PRODUCTION_TRAFFIC_SHIFT is not supported for PAUSE hooks',
    ],
    [{ ...pause, timeoutConfiguration: { timeoutInMinutes: 20_161 } }, 'timeoutInMinutes must be between 1 and 20160'],
    [{ roleArn: 'r', lifecycleStages: ['POST_SCALE_UP'] }, 'hookTargetArn is required'],
    [{ ...pause, lifecycleStages: ['BAKE_TIME'] }, 'BAKE_TIME is not supported'],
  ])('that cannot be is refused at once', async (hook, message) => {
    await expect(world.release([hook])).rejects.toThrow(message);
  });
});

describe('load balancers that cannot be are refused at once', () => {
  test.each([
    [{ advancedConfiguration: undefined }, 'advancedConfiguration field is required for all loadBalancers'],
    [
      { advancedConfiguration: { productionListenerRule: 'arn:aws:elasticloadbalancing:r:1:listener/app/x/y/z' } },
      'productionListenerRule has an invalid ARN format',
    ],
  ])('%j', async (change, message) => {
    await expect(world.release([], { loadBalancers: [{ ...world.loadBalancer, ...change }] })).rejects.toThrow(message);
  });
});
