import { ALL_SUCCEEDED, eventsAt, newWorld, states } from '../../fixtures/fidelity';

describe('hooks (1.3)', () => {
  test('send two fields, with an opaque execution id, and wait for the callback', async () => {
    const world = await newWorld({ config: 'CodeDeployDefault.ECSAllAtOnce', bakeMinutes: 0 });
    const hook = await world.hook('check', world.reporting('Succeeded', 20 * 60_000));
    const id = await world.release({ AfterAllowTestTraffic: hook });

    expect(await world.finish(id)).toMatchObject({ status: 'Succeeded' });
    const [{ event } = { event: {} }] = world.functions.asked;
    expect(Object.keys(event)).toEqual(['DeploymentId', 'LifecycleEventHookExecutionId']);
    expect(event).toEqual({
      DeploymentId: id,
      LifecycleEventHookExecutionId: expect.stringMatching(/^eyJlbmNyeXB0ZWREYXRhIjoi[A-Za-z0-9+/=]{100,}$/),
    });
    const asked = (await world.target(id)).lifecycleEvents?.[4];
    expect(Number(asked?.endTime) - Number(asked?.startTime)).toBe(20 * 60_000);
    expect(world.functions.asked).toHaveLength(1);
  });

  test.each(['AfterInstall', 'AfterAllowTestTraffic', 'BeforeAllowTraffic', 'AfterAllowTraffic'])(
    'that report Failed at %s fail the deployment, and bring the rollback',
    async (event) => {
      const world = await newWorld();
      const id = await world.release({ [event]: await world.hook('check', world.reporting('Failed')) });

      const deployment = await world.finish(id);
      expect(deployment).toMatchObject({
        status: 'Failed',
        errorInformation: {
          code: 'HOOK_EXECUTION_FAILURE',
          message: 'The deployment failed because one or more of the lifecycle event validation functions failed.',
        },
      });
      expect(await world.eventStatuses(id)).toEqual(eventsAt(event, 'Failed', 'Skipped'));
      expect(await world.deployment(deployment.rollbackInfo?.rollbackDeploymentId ?? '')).toMatchObject({
        status: 'Succeeded',
      });
      expect(world.weights()).toEqual({ blue: 100, green: 0 });
      expect(states(world, id)).toEqual(['START', 'FAILURE']);
    },
  );

  test('that fail at BeforeInstall bring no rollback: nothing was created', async () => {
    const world = await newWorld();
    const id = await world.release({ BeforeInstall: await world.hook('check', world.reporting('Failed')) });

    const deployment = await world.finish(id);
    expect(deployment.status).toBe('Failed');
    expect(deployment.rollbackInfo).toBeUndefined();
    expect(await world.taskSets()).toHaveLength(1);
  });

  test('that never answer time out after an hour', async () => {
    const world = await newWorld();
    const id = await world.release({ AfterInstall: await world.hook('silent', async () => {}) });

    const deployment = await world.finish(id);
    expect(deployment).toMatchObject({
      status: 'Failed',
      errorInformation: {
        message:
          'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
      },
    });
    const event = (await world.target(id)).lifecycleEvents?.[2];
    expect(Number(event?.endTime) - Number(event?.startTime)).toBe(3_600_000);
  });

  test('take one callback, of Succeeded or Failed only', async () => {
    const world = await newWorld();
    const id = await world.release({ AfterInstall: await world.hook('silent', async () => {}) });
    await world.until(id, 'AfterInstall');
    await world.clock.advance(1_000);
    const lifecycleEventHookExecutionId = world.functions.asked[0]?.event.LifecycleEventHookExecutionId ?? '';
    const report = (status: string, executionId = lifecycleEventHookExecutionId) =>
      world.call('codedeploy', 'PutLifecycleEventHookExecutionStatus', {
        deploymentId: id,
        lifecycleEventHookExecutionId: executionId,
        status,
      });

    await expect(report('Skipped')).rejects.toMatchObject({
      code: 'InvalidLifecycleEventHookExecutionStatusException',
    });
    await expect(report('Succeeded', 'other')).rejects.toMatchObject({
      code: 'InvalidLifecycleEventHookExecutionIdException',
    });
    expect(await report('Succeeded')).toEqual({ lifecycleEventHookExecutionId });
    await expect(report('Failed')).rejects.toMatchObject({ code: 'LifecycleEventAlreadyCompletedException' });
    expect(await world.finish(id)).toMatchObject({ status: 'Succeeded' });
  });

  test('without the permission to invoke fail with the text of AWS', async () => {
    const world = await newWorld();
    const hook = await world.hook('check', world.reporting('Succeeded'));
    world.deny('lambda:Invoke');

    expect(await world.finish(await world.release({ AfterInstall: hook }))).toMatchObject({
      status: 'Failed',
      errorInformation: {
        code: 'IAM_ROLE_PERMISSIONS',
        message:
          'The IAM role arn:aws:iam::123456789012:role/CodeDeployRole does not give you permission to perform operations in the following AWS service: AWSLambda.',
      },
    });
  });

  test('are not invoked in the rollback, though its events read Succeeded', async () => {
    const world = await newWorld();
    const first = await world.hook('first', world.reporting('Succeeded'));
    const second = await world.hook('second', world.reporting('Failed'));
    const { rollbackInfo } = await world.finish(
      await world.release({ AfterInstall: first, AfterAllowTraffic: second }),
    );

    expect(world.functions.asked.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(await world.eventStatuses(rollbackInfo?.rollbackDeploymentId ?? '')).toEqual(ALL_SUCCEEDED);
  });
});
