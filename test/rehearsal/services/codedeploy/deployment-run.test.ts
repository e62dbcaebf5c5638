import { AwsError } from '../../../../rehearsal/aws-error';
import { ROLE, World, type WorldOptions } from '../../../fixtures/world';

const ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

const worlds: World[] = [];
async function newWorld(options: WorldOptions = {}): Promise<World> {
  const world = await World.create(options);
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.stop();
});

/** Makes one action of the service role fail with a server error as often as said. */
function breakAction(world: World, broken: string, times: number): void {
  let left = times;
  world.fault = (action, principal) => {
    if (principal.arn !== ROLE || action !== broken || left === 0) return;
    left -= 1;
    throw new AwsError('InternalFailure', 'try again', 500);
  };
}

describe('once the original is being terminated', () => {
  test('a stop comes too late', async () => {
    const world = await newWorld({ config: ALL_AT_ONCE, bakeMinutes: 1 });
    const id = await world.release();
    await world.until(id, 'AfterAllowTraffic', 'Succeeded');
    breakAction(world, 'ecs:DeleteTaskSet', 1);
    // the wait is over, the first attempt to delete the task set has failed, the second is a second away
    await world.clock.advance(60_000);
    await world.call('codedeploy', 'StopDeployment', { deploymentId: id });

    expect((await world.finish(id)).status).toBe('Succeeded');
    expect(world.weights()).toEqual({ blue: 0, green: 100 });
  });

  test('a failure brings no rollback', async () => {
    const world = await newWorld({ config: ALL_AT_ONCE, bakeMinutes: 1 });
    const id = await world.release();
    world.deny('ecs:DeleteTaskSet');

    const deployment = await world.finish(id);
    expect(deployment).toMatchObject({ status: 'Failed', errorInformation: { code: 'IAM_ROLE_PERMISSIONS' } });
    expect(deployment.rollbackInfo).toBeUndefined();
    expect(world.weights()).toEqual({ blue: 0, green: 100 });
  });
});

describe('a call that fails', () => {
  test.each([
    'ecs:DescribeServices',
    'ecs:CreateTaskSet',
    'ecs:UpdateServicePrimaryTaskSet',
    'elasticloadbalancing:ModifyListener',
    'elasticloadbalancing:DescribeRules',
  ])('%s three times with a server error is tried again', async (action) => {
    const world = await newWorld({ config: ALL_AT_ONCE, bakeMinutes: 0 });
    breakAction(world, action, 3);

    expect((await world.finish(await world.release())).status).toBe('Succeeded');
  });

  test.each([
    ['ecs:CreateTaskSet', 'AmazonECS'],
    ['elasticloadbalancing:ModifyListener', 'AmazonElasticLoadBalancing'],
  ])('%s without the permission fails with the name of the service', async (action, name) => {
    const world = await newWorld();
    world.deny(action);

    const deployment = await world.finish(await world.release());
    expect(deployment.errorInformation).toEqual({
      code: 'IAM_ROLE_PERMISSIONS',
      message: `The IAM role ${ROLE} does not give you permission to perform operations in the following AWS service: ${name}.`,
    });
  });

  test('on the way back leaves the replacement up as long as production may reach it', async () => {
    const world = await newWorld();
    const id = await world.release();
    await world.until(id, 'AllowTraffic');
    await world.clock.advance(5_000);
    world.deny('elasticloadbalancing:ModifyListener');
    await world.call('codedeploy', 'StopDeployment', { deploymentId: id });
    const { rollbackInfo } = await world.finish(id);
    await world.clock.advance(300_000);

    expect((await world.deployment(rollbackInfo?.rollbackDeploymentId ?? '')).status).toBe('Failed');
    expect(world.weights()).toEqual({ blue: 90, green: 10 });
    expect(world.elbv2.healthyTargets(world.green.arn)).toHaveLength(1);
  });
});

test('an automatic rollback is not interrupted', async () => {
  const world = await newWorld();
  const id = await world.release();
  await world.until(id, 'AllowTraffic');
  await world.call('codedeploy', 'StopDeployment', { deploymentId: id });
  await world.clock.advance(900);
  const deploymentId = (await world.deployment(id)).rollbackInfo?.rollbackDeploymentId ?? '';
  await world.call('codedeploy', 'StopDeployment', { deploymentId });
  await world.clock.advance(10_000);

  expect((await world.deployment(deploymentId)).status).toBe('Succeeded');
  expect(world.weights()).toEqual({ blue: 100, green: 0 });
});

test('a deployment after one that was left where it stood removes its task set first', async () => {
  const world = await newWorld({ rollbackOn: [], config: ALL_AT_ONCE, bakeMinutes: 0 });
  const failing = await world.hook('check', world.reporting('Failed'));
  await world.finish(await world.release({ BeforeAllowTraffic: failing }));
  expect(await world.taskSets()).toHaveLength(2);

  const id = await world.release();
  expect((await world.finish(id)).status).toBe('Succeeded');
  await world.clock.advance(120_000);
  expect(await world.taskSets()).toMatchObject([{ externalId: id, status: 'PRIMARY' }]);
});

test('a change of the desired count during the shift holds for both colours', async () => {
  const world = await newWorld();
  const id = await world.release();
  await world.until(id, 'AllowTraffic');
  await world.call('ecs', 'UpdateService', { cluster: 'cluster', service: 'orders', desiredCount: 3 });
  await world.clock.advance(200_000);

  expect((await world.taskSets()).map(({ runningCount }) => runningCount)).toEqual([3, 3]);
  expect((await world.finish(id)).status).toBe('Succeeded');
});

test('with all at once, a candidate whose target group no listener uses is not health-checked before it serves', async () => {
  const world = await newWorld({ config: ALL_AT_ONCE, testListener: false, bakeMinutes: 0 });
  world.tasks.sick.add('shop:2');
  const id = await world.release();
  await world.until(id, 'AllowTraffic', 'Succeeded');

  expect(world.weights()).toEqual({ blue: 0, green: 100 });
});

test('stop ends deployments where they are', async () => {
  const world = await newWorld();
  const id = await world.release();
  await world.until(id, 'AllowTraffic');
  world.codeDeploy.stop();
  await world.clock.advance(3_600_000);

  expect((await world.deployment(id)).status).toBe('InProgress');
  expect(world.weights()).toEqual({ blue: 90, green: 10 });
});
