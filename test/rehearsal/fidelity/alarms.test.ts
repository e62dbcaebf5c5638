import { eventsAt, newWorld, states } from '../../fixtures/fidelity';

describe('alarms (1.7)', () => {
  test('stop the deployment within 23 s and bring the weights back', async () => {
    const world = await newWorld({ alarms: ['errors', 'latency'] });
    const id = await world.release();
    await world.until(id, 'AllowTraffic');
    await world.clock.advance(130_000);
    expect(world.weights()).toEqual({ blue: 70, green: 30 });
    await world.setAlarm('errors', 'ALARM');
    await world.setAlarm('latency', 'ALARM');
    await world.clock.advance(23_000);

    expect(await world.deployment(id)).toMatchObject({
      status: 'Stopped',
      errorInformation: {
        code: 'ALARM_ACTIVE',
        message:
          'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <errors> <latency>',
      },
    });
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
    expect(await world.eventStatuses(id)).toEqual(eventsAt('AllowTraffic', 'Failed', 'Skipped'));
    expect(states(world, id)).toEqual(['START', 'STOP']);
  });

  test('that fire at Install stop it too, and the rollback is made though no traffic had shifted', async () => {
    const world = await newWorld({ alarms: ['errors'] });
    const id = await world.release();
    await world.until(id, 'Install');
    await world.setAlarm('errors', 'ALARM');

    const { rollbackInfo, status } = await world.finish(id);
    expect(status).toBe('Stopped');
    expect(await world.eventStatuses(id)).toEqual(eventsAt('Install', 'Failed', 'Skipped'));
    expect(await world.deployment(rollbackInfo?.rollbackDeploymentId ?? '')).toMatchObject({ status: 'Succeeded' });
  });

  test('that fire already stop it at once', async () => {
    const world = await newWorld({ alarms: ['errors'] });
    await world.setAlarm('errors', 'ALARM');
    const deployment = await world.finish(await world.release());

    expect(deployment.errorInformation?.code).toBe('ALARM_ACTIVE');
    expect(Number(deployment.completeTime) - Number(deployment.createTime)).toBeLessThanOrEqual(740);
    expect(await world.deployment(deployment.rollbackInfo?.rollbackDeploymentId ?? '')).toMatchObject({
      status: 'Succeeded',
    });
  });

  test('are watched during the termination wait, from which going back is still possible', async () => {
    const world = await newWorld({ alarms: ['errors'], config: 'CodeDeployDefault.ECSAllAtOnce', bakeMinutes: 30 });
    const id = await world.release();
    await world.until(id, 'AfterAllowTraffic', 'Succeeded');
    await world.clock.advance(20 * 60_000);
    expect(world.weights()).toEqual({ blue: 0, green: 100 });
    await world.setAlarm('errors', 'ALARM');

    expect((await world.finish(id)).status).toBe('Stopped');
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
    const [original] = await world.taskSets();
    expect(original).toMatchObject({ status: 'PRIMARY', scale: { value: 100 } });
  });

  test.each([
    [false, 'Stopped'],
    [true, 'Succeeded'],
  ])('that cannot be read, with ignorePollAlarmFailure %p, end it %s', async (ignorePollAlarmFailure, status) => {
    const world = await newWorld({ alarms: ['errors'], ignorePollAlarmFailure });
    world.deny('cloudwatch:DescribeAlarms');

    expect((await world.finish(await world.release())).status).toBe(status);
  });
});
