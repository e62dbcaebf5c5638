import { World } from '../../../fixtures/world';
import { createTaskSet, describeService, SERVICE } from './setting';

let world: World;
beforeEach(async () => {
  world = await World.create({ desiredCount: 2 });
});
afterEach(() => world.stop());

describe('task sets', () => {
  test('stand beside the primary one, and are steady when their targets are healthy', async () => {
    const { taskSet } = await createTaskSet(world, { externalId: 'release' });
    expect(taskSet).toMatchObject({
      status: 'ACTIVE',
      computedDesiredCount: 2,
      stabilityStatus: 'STABILIZING',
      externalId: 'release',
      startedBy: 'CODE_DEPLOY',
    });
    await world.clock.advance(300_000);

    const { taskSets } = await world.call('ecs', 'DescribeTaskSets', { ...SERVICE, taskSets: [taskSet.id] });
    expect(taskSets[0]).toMatchObject({ stabilityStatus: 'STEADY_STATE', runningCount: 2, pendingCount: 0 });
  });

  test('with the same client token are the same', async () => {
    const one = await createTaskSet(world, { clientToken: 'token' });
    const other = await createTaskSet(world, { clientToken: 'token' });

    expect(other.taskSet.id).toBe(one.taskSet.id);
    expect((await describeService(world)).taskSets).toHaveLength(2);
  });

  test('are at most five', async () => {
    for (let count = 1; count < 5; count++) await createTaskSet(world, { scale: { value: 0, unit: 'PERCENT' } });

    await expect(createTaskSet(world)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: '5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.',
    });
  });

  test('become PRIMARY one at a time', async () => {
    const { taskSet } = await createTaskSet(world);
    await world.call('ecs', 'UpdateServicePrimaryTaskSet', { ...SERVICE, primaryTaskSet: taskSet.id });

    expect((await describeService(world)).taskSets.map(({ status }: { status: string }) => status)).toEqual([
      'ACTIVE',
      'PRIMARY',
    ]);
    expect((await describeService(world)).loadBalancers[0].targetGroupArn).toBe(world.green.arn);
  });

  test('are deleted by force only while they have a scale, and the primary one not at all', async () => {
    const { taskSet } = await createTaskSet(world);
    const [primary] = (await describeService(world)).taskSets;
    const remove = (id: string, force: boolean) =>
      world.call('ecs', 'DeleteTaskSet', { ...SERVICE, taskSet: id, force });

    await expect(remove(taskSet.id, false)).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(remove(primary.id, true)).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(remove('ecs-svc/1', true)).rejects.toMatchObject({ code: 'TaskSetNotFoundException' });
    expect((await remove(taskSet.id, true)).taskSet).toMatchObject({ status: 'DRAINING', computedDesiredCount: 0 });
    await world.clock.advance(120_000);
    expect((await describeService(world)).taskSets).toHaveLength(1);
  });

  test('follow the desired count of the service', async () => {
    await createTaskSet(world, { scale: { value: 50, unit: 'PERCENT' } });
    await world.call('ecs', 'UpdateService', { ...SERVICE, desiredCount: 5 });

    const counts = (await describeService(world)).taskSets.map(
      (set: { computedDesiredCount: number }) => set.computedDesiredCount,
    );
    expect(counts).toEqual([5, 3]);
  });
});
