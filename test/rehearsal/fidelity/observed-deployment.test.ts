import { ALL_SUCCEEDED, EVENTS, eventsAt, newWorld, states } from '../../fixtures/fidelity';

describe('the observed deployment (1.2): linear 10 % every minute, one task, five minutes of termination wait', () => {
  test('goes through statuses, events and weights at the observed moments', async () => {
    const world = await newWorld();
    const start = world.clock.now();
    const id = await world.release();
    const at = async (seconds: number) => {
      await world.clock.advance(start + seconds * 1000 - world.clock.now());
      const { status } = await world.deployment(id);
      return { status, weights: world.weights(), events: await world.eventStatuses(id) };
    };
    const live = { blue: 100, green: 0 };

    const pending = Object.fromEntries(EVENTS.map((event) => [event, 'Pending']));
    expect(await at(0)).toEqual({ status: 'Created', weights: live, events: pending });
    expect(await at(3)).toEqual({ status: 'Created', weights: live, events: pending });
    const installing = eventsAt('Install', 'InProgress', 'Pending');
    expect(await at(26)).toEqual({ status: 'InProgress', weights: live, events: installing });
    expect(await at(117)).toEqual({ status: 'InProgress', weights: live, events: installing });
    const shifting = eventsAt('AllowTraffic', 'InProgress', 'Pending');
    for (let step = 1; step <= 9; step++) {
      const weights = { blue: 100 - 10 * step, green: 10 * step };
      expect(await at(140 + 60 * (step - 1))).toEqual({ status: 'InProgress', weights, events: shifting });
    }
    const shifted = { blue: 0, green: 100 };
    expect(await at(692)).toEqual({ status: 'InProgress', weights: shifted, events: ALL_SUCCEEDED });
    expect(await at(761)).toEqual({ status: 'InProgress', weights: shifted, events: ALL_SUCCEEDED });
    const [original, replacement] = await world.taskSets();
    expect(original).toMatchObject({ status: 'ACTIVE', scale: { value: 100 }, stabilityStatus: 'STEADY_STATE' });
    expect(original?.externalId).toBeUndefined();
    const primary = { status: 'PRIMARY', scale: { value: 100 }, stabilityStatus: 'STEADY_STATE', externalId: id };
    expect(replacement).toMatchObject(primary);
    expect((await world.deployment(id)).instanceTerminationWaitTimeStarted).toBe(true);
    expect(await at(976)).toEqual({ status: 'Succeeded', weights: shifted, events: ALL_SUCCEEDED });
    expect((await world.taskSets()).map(({ status, scale }) => [status, scale?.value])).toEqual([
      ['DRAINING', 0],
      ['PRIMARY', 100],
    ]);
    expect(states(world, id)).toEqual(['START', 'SUCCESS']);
  });

  test('takes 0.2 s for an event without a function', async () => {
    const world = await newWorld();
    const id = await world.release();
    await world.until(id, 'Install');

    const [beforeInstall, , afterInstall] = (await world.target(id)).lifecycleEvents ?? [];
    expect(Number(beforeInstall?.endTime) - Number(beforeInstall?.startTime)).toBe(200);
    expect(beforeInstall?.diagnostics).toEqual({ errorCode: 'Success', scriptName: '', message: '', logTail: '' });
    expect(afterInstall).toEqual({ lifecycleEventName: 'AfterInstall', status: 'Pending' });
  });

  test('switches the test listener to a single forward to the candidate at AllowTestTraffic', async () => {
    const world = await newWorld();
    const id = await world.release();
    const actions = async () => {
      const input = { ListenerArns: [world.test] };
      return (await world.call('elasticloadbalancing', 'DescribeListeners', input)).Listeners[0].DefaultActions;
    };

    await world.until(id, 'Install');
    expect(await actions()).toMatchObject([{ TargetGroupArn: world.blue.arn }]);
    await world.until(id, 'AllowTraffic');
    expect(await actions()).toMatchObject([{ TargetGroupArn: world.green.arn }]);
  });

  test('writes the production listener in its weighted form when the group is created', async () => {
    const world = await newWorld();
    const input = { ListenerArns: [world.production] };
    const { Listeners } = await world.call('elasticloadbalancing', 'DescribeListeners', input);

    expect(Listeners[0].DefaultActions[0].TargetGroupArn).toBeUndefined();
    expect(Listeners[0].DefaultActions[0].ForwardConfig.TargetGroups).toEqual([
      { TargetGroupArn: world.blue.arn, Weight: 100 },
      { TargetGroupArn: world.green.arn, Weight: 0 },
    ]);
  });

  test('swaps the roles: the next release goes from green to blue', async () => {
    const world = await newWorld({ bakeMinutes: 0 });
    await world.finish(await world.release());
    await world.clock.advance(120_000);
    const id = await world.release();
    await world.until(id, 'AllowTraffic');

    expect(world.weights()).toEqual({ blue: 10, green: 90 });
    const { taskSetsInfo = [] } = await world.target(id);
    expect(
      taskSetsInfo.map(({ targetGroup, taskSetLabel, status }) => [targetGroup?.name, taskSetLabel, status]),
    ).toEqual([
      ['green', 'Blue', 'PRIMARY'],
      ['blue', 'Green', 'ACTIVE'],
    ]);
    expect(await world.finish(id)).toMatchObject({ status: 'Succeeded' });
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
  });
});
