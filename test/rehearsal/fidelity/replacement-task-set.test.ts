import { eventsAt, newWorld } from '../../fixtures/fidelity';

describe('the replacement task set (1.8)', () => {
  test('that never becomes healthy fails the deployment after 60 minutes', async () => {
    const world = await newWorld();
    world.tasks.sick.add('shop:2');
    const id = await world.release();

    const deployment = await world.finish(id);
    expect(deployment).toMatchObject({
      status: 'Failed',
      errorInformation: {
        message:
          'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
      },
    });
    expect(await world.eventStatuses(id)).toEqual(eventsAt('Install', 'Failed', 'Skipped'));
    const [, install] = (await world.target(id)).lifecycleEvents ?? [];
    expect(Number(install?.endTime) - Number(install?.startTime)).toBe(3_600_000);
  });

  test('needs the live target group behind the production listener', async () => {
    const world = await newWorld();
    await world.call('elasticloadbalancing', 'ModifyListener', {
      ListenerArn: world.production,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: world.green.arn }],
    });

    expect((await world.finish(await world.release())).errorInformation?.message).toBe(
      'The ELB could not be updated due to the following error: Primary taskset target group must be behind listener',
    );
  });
});
