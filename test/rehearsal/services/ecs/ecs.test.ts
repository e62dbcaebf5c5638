import { World } from '../../../fixtures/world';

const SERVICE = { cluster: 'cluster', service: 'orders' };

let world: World;
beforeEach(async () => {
  world = await World.create({ desiredCount: 2 });
});
afterEach(() => world.stop());

const service = async () =>
  (await world.call('ecs', 'DescribeServices', { ...SERVICE, services: ['orders'] })).services[0];
const tasks = async (desiredStatus = 'RUNNING') => {
  const { taskArns } = await world.call('ecs', 'ListTasks', {
    cluster: 'cluster',
    serviceName: 'orders',
    desiredStatus,
  });
  if (taskArns.length === 0) return [];
  return (await world.call('ecs', 'DescribeTasks', { cluster: 'cluster', tasks: taskArns })).tasks;
};
const targets = async (targetGroupArn = world.blue.arn) => {
  const input = { TargetGroupArn: targetGroupArn };
  const { TargetHealthDescriptions } = await world.call('elasticloadbalancing', 'DescribeTargetHealth', input);
  return TargetHealthDescriptions.map(
    ({ Target, TargetHealth }: { Target: { Id: string }; TargetHealth: { State: string } }) =>
      `${Target.Id} ${TargetHealth.State}`,
  );
};
const createTaskSet = (change: object = {}) =>
  world.call('ecs', 'CreateTaskSet', {
    ...SERVICE,
    taskDefinition: 'shop',
    launchType: 'FARGATE',
    loadBalancers: [{ targetGroupArn: world.green.arn, containerName: 'web', containerPort: 80 }],
    scale: { value: 100, unit: 'PERCENT' },
    ...change,
  });

describe('tasks', () => {
  test('go from PROVISIONING over PENDING to RUNNING, and are registered by ECS itself', async () => {
    await world.call('ecs', 'UpdateService', { ...SERVICE, desiredCount: 3 });
    const statuses: string[] = [];
    for (let second = 0; second < 100; second++) {
      const newest = (await tasks()).at(-1)?.lastStatus;
      if (newest && newest !== statuses.at(-1)) statuses.push(newest);
      await world.clock.advance(1_000);
    }

    expect(statuses).toEqual(['PROVISIONING', 'PENDING', 'RUNNING']);
    expect(await targets()).toHaveLength(3);
    const registering = world.cloud.calls.filter(({ action }) => action === 'elasticloadbalancing:RegisterTargets');
    expect(new Set(registering.map(({ principal }) => principal.arn))).toEqual(new Set(['ecs.amazonaws.com']));
  });

  test('that end are replaced', async () => {
    const [first] = await tasks();
    world.tasks.kill('shop:1');
    await world.clock.advance(1_000);
    const [stopped] = (await tasks('STOPPED')).filter((task: { taskArn: string }) => task.taskArn === first.taskArn);

    expect(stopped.stoppedReason).toBe('Essential container in task exited: exit code 137');
    await world.clock.advance(300_000);
    expect((await service()).runningCount).toBe(2);
    expect((await service()).taskSets[0].stabilityStatus).toBe('STEADY_STATE');
  });

  test('that turn unhealthy are drained, stopped and replaced', async () => {
    const [{ address } = { address: { host: '', port: 0 } }] = world.tasks.of('shop:1');
    world.tasks.sick.add(`${address.host}:${address.port}`);
    await world.clock.advance(400_000);

    expect(world.tasks.of('shop:1').map((task) => task.address.host)).not.toContain(address.host);
    expect(await targets()).toHaveLength(2);
    expect(await targets()).not.toContainEqual(expect.stringContaining(`${address.host} `));
  });

  test('that are unhealthy within the grace period stay', async () => {
    await world.call('ecs', 'UpdateService', { ...SERVICE, healthCheckGracePeriodSeconds: 10_000 });
    const before = world.tasks.of('shop:1').map(({ taskArn }) => taskArn);
    world.tasks.sick.add('shop:1');
    await world.clock.advance(600_000);

    expect(world.tasks.of('shop:1').map(({ taskArn }) => taskArn)).toEqual(before);
    expect((await service()).taskSets[0].stabilityStatus).toBe('STABILIZING');
  });

  test('of a crash loop are started less and less often', async () => {
    world.tasks.crashing.add('shop:1');
    world.tasks.startMs = 0;
    const started: number[] = [];
    const start = world.tasks.start.bind(world.tasks);
    world.tasks.start = (task) => {
      started.push(world.clock.now());
      return start(task);
    };
    world.tasks.kill('shop:1');
    await world.clock.advance(600_000);
    const gaps = started.slice(1).map((at, index) => at - (started[index] ?? 0));

    expect(gaps.length).toBeGreaterThan(3);
    expect(gaps.length).toBeLessThan(20);
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  });

  test('stopped by StopTask are replaced', async () => {
    const [{ taskArn }] = await tasks();
    await world.call('ecs', 'StopTask', { cluster: 'cluster', task: taskArn, reason: 'by hand' });
    await world.clock.advance(300_000);

    const arns = (await tasks()).map((task: { taskArn: string }) => task.taskArn);
    expect(arns).toHaveLength(2);
    expect(arns).not.toContain(taskArn);
  });
});

test('scale-in deregisters first, lets the target drain, and then stops the task', async () => {
  await world.call('ecs', 'UpdateService', { ...SERVICE, desiredCount: 1 });
  await world.clock.advance(1_000);
  const states = (await targets()).map((target: string) => target.split(' ')[1]);
  expect(states.toSorted()).toEqual(['draining', 'healthy']);
  expect(world.tasks.count).toBe(2);

  await world.clock.advance(28_000);
  expect(world.tasks.count).toBe(2);
  await world.clock.advance(2_000);
  expect(world.tasks.count).toBe(1);
});

describe('task sets', () => {
  test('stand beside the primary one, and are steady when their targets are healthy', async () => {
    const { taskSet } = await createTaskSet({ externalId: 'release' });
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
    const one = await createTaskSet({ clientToken: 'token' });
    const other = await createTaskSet({ clientToken: 'token' });

    expect(other.taskSet.id).toBe(one.taskSet.id);
    expect((await service()).taskSets).toHaveLength(2);
  });

  test('are at most five', async () => {
    for (let count = 1; count < 5; count++) await createTaskSet({ scale: { value: 0, unit: 'PERCENT' } });

    await expect(createTaskSet()).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: '5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.',
    });
  });

  test('become PRIMARY one at a time', async () => {
    const { taskSet } = await createTaskSet();
    await world.call('ecs', 'UpdateServicePrimaryTaskSet', { ...SERVICE, primaryTaskSet: taskSet.id });

    expect((await service()).taskSets.map(({ status }: { status: string }) => status)).toEqual(['ACTIVE', 'PRIMARY']);
    expect((await service()).loadBalancers[0].targetGroupArn).toBe(world.green.arn);
  });

  test('are deleted by force only while they have a scale, and the primary one not at all', async () => {
    const { taskSet } = await createTaskSet();
    const [primary] = (await service()).taskSets;
    const remove = (id: string, force: boolean) =>
      world.call('ecs', 'DeleteTaskSet', { ...SERVICE, taskSet: id, force });

    await expect(remove(taskSet.id, false)).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(remove(primary.id, true)).rejects.toMatchObject({ code: 'InvalidParameterException' });
    await expect(remove('ecs-svc/1', true)).rejects.toMatchObject({ code: 'TaskSetNotFoundException' });
    expect((await remove(taskSet.id, true)).taskSet).toMatchObject({ status: 'DRAINING', computedDesiredCount: 0 });
    await world.clock.advance(120_000);
    expect((await service()).taskSets).toHaveLength(1);
  });

  test('follow the desired count of the service', async () => {
    await createTaskSet({ scale: { value: 50, unit: 'PERCENT' } });
    await world.call('ecs', 'UpdateService', { ...SERVICE, desiredCount: 5 });

    const counts = (await service()).taskSets.map((set: { computedDesiredCount: number }) => set.computedDesiredCount);
    expect(counts).toEqual([5, 3]);
  });
});

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

    await expect(createTaskSet({ service: 'worker' })).rejects.toMatchObject({ code: 'InvalidParameterException' });
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

    expect((await service()).status).toBe('INACTIVE');
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
    const { serviceArn: resourceArn } = await service();
    await world.call('ecs', 'TagResource', { resourceArn, tags: [{ key: 'team', value: 'shop' }] });
    await world.call('ecs', 'TagResource', { resourceArn, tags: [{ key: 'team', value: 'orders' }] });
    const list = () => world.call('ecs', 'ListTagsForResource', { resourceArn });
    expect(await list()).toEqual({ tags: [{ key: 'team', value: 'orders' }] });

    await world.call('ecs', 'UntagResource', { resourceArn, tagKeys: ['team'] });
    expect(await list()).toEqual({ tags: [] });
  });
});

test('stop ends every task', async () => {
  await createTaskSet();
  await world.clock.advance(50_000);
  await world.ecs.stop();

  expect(world.tasks.count).toBe(0);
});
