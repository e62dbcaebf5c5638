import type { AutoRollbackEvent } from '@aws-sdk/client-codedeploy';
import { newWorld, states } from '../../fixtures/fidelity';

describe('rollback (1.7)', () => {
  async function stoppedWhileShifting(rollbackOn?: AutoRollbackEvent[]) {
    const world = await newWorld(rollbackOn ? { rollbackOn } : {});
    const id = await world.release();
    await world.until(id, 'AllowTraffic');
    await world.clock.advance(70_000);
    const answer = await world.call('codedeploy', 'StopDeployment', { deploymentId: id });
    return { world, id, answer, deployment: await world.finish(id) };
  }

  test('is a second deployment, all at once, by codeDeployRollback, with the observed messages', async () => {
    const { world, id, deployment } = await stoppedWhileShifting();
    const rollbackId = deployment.rollbackInfo?.rollbackDeploymentId ?? '';
    const rollback = await world.deployment(rollbackId);

    expect(deployment).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'MANUAL_STOP' },
      deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
      rollbackInfo: {
        rollbackMessage: `Deployment ${id} terminated. Automatic rollback is triggered with a DeploymentId ${rollbackId}.`,
      },
    });
    expect(rollback).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      rollbackInfo: {
        rollbackTriggeringDeploymentId: id,
        rollbackMessage: `Deployment ${rollbackId} is triggered to roll back deployment ${id}.`,
      },
    });
    expect(Number(rollback.completeTime) - Number(rollback.createTime)).toBeLessThanOrEqual(10_000);
    expect(states(world, rollbackId)).toEqual(['START', 'SUCCESS']);
  });

  test('makes no task set: the original stays PRIMARY, the replacement drains', async () => {
    const { world, id } = await stoppedWhileShifting();

    expect((await world.taskSets()).map(({ status, scale, externalId }) => [status, scale?.value, externalId])).toEqual(
      [
        ['PRIMARY', 100, undefined],
        ['DRAINING', 0, id],
      ],
    );
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
    expect(world.weights(world.test)).toEqual({ blue: 1, green: 0 });
    await world.clock.advance(120_000);
    expect(world.tasks.of('shop:2')).toEqual([]);
  });

  test('does not come when the group does not ask for it: everything stays where it is', async () => {
    const { world, deployment } = await stoppedWhileShifting(['DEPLOYMENT_FAILURE']);

    expect(deployment.rollbackInfo).toBeUndefined();
    expect(world.weights()).toEqual({ blue: 80, green: 20 });
    expect(await world.taskSets()).toHaveLength(2);
  });

  test('may be asked for by StopDeployment itself', async () => {
    const world = await newWorld({ rollbackOn: [] });
    const id = await world.release();
    await world.until(id, 'AllowTraffic');
    await world.call('codedeploy', 'StopDeployment', { deploymentId: id, autoRollbackEnabled: true });

    expect((await world.finish(id)).rollbackInfo?.rollbackDeploymentId).toBeDefined();
    expect(world.weights()).toEqual({ blue: 100, green: 0 });
  });

  test('StopDeployment answers Pending, then Succeeded; a deployment that succeeded cannot be stopped', async () => {
    const { world, id, answer } = await stoppedWhileShifting();
    expect(answer.status).toBe('Pending');
    expect((await world.call('codedeploy', 'StopDeployment', { deploymentId: id })).status).toBe('Succeeded');

    await world.clock.advance(120_000);
    const next = await world.release();
    await world.finish(next);
    await expect(world.call('codedeploy', 'StopDeployment', { deploymentId: next })).rejects.toMatchObject({
      code: 'DeploymentAlreadyCompletedException',
    });
  });

  test('keeps the group busy until it is done', async () => {
    const world = await newWorld();
    const id = await world.release();
    await world.until(id, 'AllowTraffic');
    await world.call('codedeploy', 'StopDeployment', { deploymentId: id });
    await world.untilStatus(id, 'Stopped');

    await expect(world.release()).rejects.toMatchObject({ code: 'DeploymentLimitExceededException' });
  });
});
