import { World } from '../../../fixtures/world';
import { createTaskSet, describeService, SERVICE } from './setting';

let world: World;
beforeEach(async () => {
  world = await World.create({ desiredCount: 2 });
});
afterEach(() => world.stop());

describe('a rolling service', () => {
  const create = () =>
    world.call('ecs', 'CreateService', {
      cluster: 'cluster',
      serviceName: 'worker',
      taskDefinition: 'shop:1',
      desiredCount: 1,
      launchType: 'FARGATE',
    });
  const worker = async () =>
    (await world.call('ecs', 'DescribeServices', { cluster: 'cluster', services: ['worker'] })).services[0];

  test('brings new tasks up, then lets the old ones go', async () => {
    await create();
    await world.clock.advance(300_000);
    await world.newRevision();
    await world.call('ecs', 'UpdateService', { cluster: 'cluster', service: 'worker', taskDefinition: 'shop:2' });
    expect((await worker()).deployments.map(({ status }: { status: string }) => status)).toEqual(['ACTIVE', 'PRIMARY']);
    await world.clock.advance(300_000);

    const { deployments, taskSets } = await worker();
    expect(taskSets).toBeUndefined();
    expect(deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 1 }]);
    expect(world.tasks.of('shop:2')).toHaveLength(1);
  });

  test('takes no task sets', async () => {
    await create();

    await expect(createTaskSet(world, { service: 'worker' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });
});

describe('services and clusters', () => {
  test('a service goes by force only while it has a desired count, and is INACTIVE when its tasks have ended', async () => {
    await expect(world.call('ecs', 'DeleteService', SERVICE)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    await expect(world.call('ecs', 'DeleteCluster', { cluster: 'cluster' })).rejects.toMatchObject({
      code: 'ClusterContainsServicesException',
    });
    expect((await world.call('ecs', 'DeleteService', { ...SERVICE, force: true })).service.status).toBe('DRAINING');
    await world.clock.advance(120_000);

    expect((await describeService(world)).status).toBe('INACTIVE');
    expect(world.tasks.count).toBe(0);
    expect((await world.call('ecs', 'DeleteCluster', { cluster: 'cluster' })).cluster.status).toBe('INACTIVE');
  });

  test('what is not there is MISSING in a description, and an error elsewhere', async () => {
    const missing = await world.call('ecs', 'DescribeServices', { cluster: 'cluster', services: ['x'] });
    expect(missing.failures).toMatchObject([{ reason: 'MISSING' }]);
    await expect(world.call('ecs', 'UpdateService', { cluster: 'cluster', service: 'x' })).rejects.toMatchObject({
      code: 'ServiceNotFoundException',
    });
    await expect(world.call('ecs', 'ListServices', { cluster: 'x' })).rejects.toMatchObject({
      code: 'ClusterNotFoundException',
    });
  });

  test('tags are kept by ARN', async () => {
    const { serviceArn: resourceArn } = await describeService(world);
    await world.call('ecs', 'TagResource', { resourceArn, tags: [{ key: 'team', value: 'shop' }] });
    await world.call('ecs', 'TagResource', { resourceArn, tags: [{ key: 'team', value: 'orders' }] });
    const list = () => world.call('ecs', 'ListTagsForResource', { resourceArn });
    expect(await list()).toEqual({ tags: [{ key: 'team', value: 'orders' }] });

    await world.call('ecs', 'UntagResource', { resourceArn, tagKeys: ['team'] });
    expect(await list()).toEqual({ tags: [] });
  });
});

test('stop ends every task', async () => {
  await createTaskSet(world);
  await world.clock.advance(50_000);
  await world.ecs.stop();

  expect(world.tasks.count).toBe(0);
});
