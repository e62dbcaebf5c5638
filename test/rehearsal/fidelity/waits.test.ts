import { eventsAt, newWorld, states } from '../../fixtures/fidelity';

describe('the wait for a person (1.6)', () => {
  test('stands after AfterAllowTestTraffic, in status Ready, until ContinueDeployment', async () => {
    const world = await newWorld({ readyMinutes: 60 });
    const id = await world.release();
    await expect(
      world.call('codedeploy', 'ContinueDeployment', { deploymentId: id, deploymentWaitType: 'READY_WAIT' }),
    ).rejects.toMatchObject({ code: 'DeploymentIsNotInReadyStateException' });
    await world.untilStatus(id, 'Ready');

    expect(await world.eventStatuses(id)).toEqual(eventsAt('BeforeAllowTraffic', 'Pending', 'Pending'));
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
    expect(world.weights(world.test)).toEqual({ blue: 0, green: 1 });
    await world.call('codedeploy', 'ContinueDeployment', { deploymentId: id, deploymentWaitType: 'READY_WAIT' });
    expect(await world.finish(id)).toMatchObject({ status: 'Succeeded' });
    expect(states(world, id)).toEqual(['START', 'READY', 'SUCCESS']);
  });

  test('that nobody ends stops the deployment', async () => {
    const world = await newWorld({ readyMinutes: 30 });

    expect(await world.finish(await world.release())).toMatchObject({
      status: 'Stopped',
      errorInformation: {
        message:
          'The deployment timed out while waiting for a notification to continue. This time out period is 30 minutes.',
      },
    });
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
  });

  test('of the original colour is cut short by TERMINATION_WAIT', async () => {
    const world = await newWorld({ bakeMinutes: 600, config: 'CodeDeployDefault.ECSAllAtOnce' });
    const id = await world.release();
    await world.until(id, 'AfterAllowTraffic', 'Succeeded');
    await world.clock.advance(60_000);
    await world.call('codedeploy', 'ContinueDeployment', { deploymentId: id, deploymentWaitType: 'TERMINATION_WAIT' });

    const { createTime, completeTime } = await world.finish(id);
    expect(Number(completeTime) - Number(createTime)).toBeLessThan(10 * 60_000);
  });
});
