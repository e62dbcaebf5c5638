import { World } from '../../../fixtures/world';
import { describeService, SERVICE } from './setting';

let world: World;
beforeEach(async () => {
  world = await World.create({ desiredCount: 2 });
});
afterEach(() => world.stop());

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
    expect((await describeService(world)).runningCount).toBe(2);
    expect((await describeService(world)).taskSets[0].stabilityStatus).toBe('STEADY_STATE');
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
    expect((await describeService(world)).taskSets[0].stabilityStatus).toBe('STABILIZING');
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
