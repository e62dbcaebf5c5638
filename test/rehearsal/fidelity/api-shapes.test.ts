import { newWorld } from '../../fixtures/fidelity';

describe('the shapes of the API (1.5)', () => {
  test('has no lifecycle events in GetDeployment, no text of the AppSpec, no overview until the end', async () => {
    const world = await newWorld();
    const id = await world.release();
    const before = await world.deployment(id);

    expect(before).toMatchObject({ creator: 'user', computePlatform: 'ECS', status: 'Created' });
    expect(before.deploymentOverview).toBeUndefined();
    expect(before.revision?.appSpecContent).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(before)).not.toContain('lifecycleEvent');
    const after = await world.finish(id);
    expect(after.deploymentOverview).toMatchObject({ Succeeded: 1, Failed: 0, InProgress: 0 });
  });

  test('gives the text of the AppSpec by its sha256', async () => {
    const world = await newWorld();
    const { revision } = await world.deployment(await world.release());
    const answer = await world.call('codedeploy', 'GetApplicationRevision', { applicationName: 'Shop', revision });

    expect(JSON.parse(answer.revision.appSpecContent.content).version).toBe('0.0');
  });

  test('has one target, cluster:service, with the misspelt identifer', async () => {
    const world = await newWorld({ desiredCount: 3 });
    const id = await world.release();
    expect(await world.call('codedeploy', 'ListDeploymentTargets', { deploymentId: id })).toEqual({
      targetIds: ['cluster:orders'],
    });

    await world.until(id, 'AllowTraffic');
    const { taskSetsInfo = [], ...target } = await world.target(id);
    expect(target).toMatchObject({ deploymentId: id, targetId: 'cluster:orders', status: 'InProgress' });
    expect(taskSetsInfo[0]).toEqual({
      identifer: expect.stringMatching(/^ecs-svc\/\d+$/),
      desiredCount: 3,
      pendingCount: 0,
      runningCount: 3,
      status: 'PRIMARY',
      trafficWeight: 90,
      targetGroup: { name: 'blue' },
      taskSetLabel: 'Blue',
    });
  });

  test('refuses a second deployment with the id of the running one', async () => {
    const world = await newWorld();
    const id = await world.release();

    await expect(world.release()).rejects.toMatchObject({
      code: 'DeploymentLimitExceededException',
      message: `The Deployment Group 'Orders' already has an active Deployment '${id}'`,
    });
  });

  test('refuses a deployment id that does not exist, and one that is none', async () => {
    const world = await newWorld();

    await expect(world.deployment('d-ABCDEFGHI')).rejects.toMatchObject({ code: 'DeploymentDoesNotExistException' });
    await expect(world.deployment('x')).rejects.toMatchObject({ code: 'InvalidDeploymentIdException' });
  });
});

test('UpdateService refuses a task definition with the text of AWS (2.1)', async () => {
  const world = await newWorld();

  await expect(
    world.call('ecs', 'UpdateService', { cluster: 'cluster', service: 'orders', taskDefinition: 'shop' }),
  ).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message:
      'Unable to update task definition on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.',
  });
});
