import { CODEDEPLOY_SWITCHES } from '../../../../rehearsal/services/codedeploy/codedeploy';
import { World, type WorldOptions } from '../../../fixtures/world';

const worlds: World[] = [];
async function newWorld(name: string, value: string, options: WorldOptions = {}): Promise<World> {
  const world = await World.create({ ...options, switches: { [`codedeploy.${name}`]: value } });
  worlds.push(world);
  return world;
}
afterEach(() => {
  for (const world of worlds.splice(0)) world.stop();
});
const ALL_AT_ONCE = 'CodeDeployDefault.ECSAllAtOnce';

test('every switch has its default among its values, a question and a name of its own', () => {
  for (const { values, default: standard, question } of CODEDEPLOY_SWITCHES) {
    expect(values).toContain(standard);
    expect(values.length).toBeGreaterThan(1);
    expect(question).toMatch(/aws-facts/);
  }
  expect(new Set(CODEDEPLOY_SWITCHES.map(({ name }) => name)).size).toBe(CODEDEPLOY_SWITCHES.length);
});

test.each([
  ['before-AfterAllowTestTraffic', 'AllowTestTraffic', 'AfterAllowTestTraffic'],
  ['before-BeforeAllowTraffic', 'AfterAllowTestTraffic', 'BeforeAllowTraffic'],
  ['before-AllowTraffic', 'BeforeAllowTraffic', 'AllowTraffic'],
])('the wait for a person may stand %s', async (value, last, next) => {
  const world = await newWorld('ready-wait-position', value, { readyMinutes: 60 });
  const id = await world.release();
  await world.untilStatus(id, 'Ready');

  const statuses = await world.eventStatuses(id);
  expect([statuses[last], statuses[next]]).toEqual(['Succeeded', 'Pending']);
});

test.each([
  ['waits-the-hour', 3_600_000],
  ['fails-at-once', 0],
])('a hook function that throws: %s', async (value, ms) => {
  const world = await World.create({
    switches: { 'codedeploy.hook-function-error': value, 'codedeploy.hook-invocation': 'RequestResponse' },
  });
  worlds.push(world);
  const hook = await world.hook('broken', async () => {
    throw new Error('broken');
  });
  const id = await world.release({ AfterInstall: hook });

  expect((await world.finish(id)).status).toBe('Failed');
  const event = (await world.target(id)).lifecycleEvents?.[2];
  expect(Number(event?.endTime) - Number(event?.startTime)).toBe(ms);
});

test.each([
  ['Event', 3],
  ['RequestResponse', 1],
])('a hook function that throws, invoked by %s, is tried %p times', async (value, times) => {
  const world = await newWorld('hook-invocation', value);
  const hook = await world.hook('broken', async () => {
    throw new Error('broken');
  });
  await world.finish(await world.release({ AfterInstall: hook }));

  expect(world.functions.asked).toHaveLength(times);
});

test.each([
  ['not-invoked', 1],
  ['invoked', 2],
])('hooks in the rollback: %s', async (value, times) => {
  const world = await newWorld('hooks-in-rollback', value);
  const first = await world.hook('first', world.reporting('Succeeded'));
  const second = await world.hook('second', world.reporting('Failed'));
  await world.finish(await world.release({ AfterInstall: first, BeforeAllowTraffic: second }));

  expect(world.functions.asked.filter(({ name }) => name === 'first')).toHaveLength(times);
});

test.each(['Succeeded', 'Skipped'])('without a test listener its two events are %s', async (value) => {
  const world = await newWorld('no-test-listener-events', value, { testListener: false });
  const hook = await world.hook('check', world.reporting('Failed'));
  const id = await world.release({ AfterAllowTestTraffic: hook });

  expect((await world.finish(id)).status).toBe('Succeeded');
  const { AllowTestTraffic, AfterAllowTestTraffic } = await world.eventStatuses(id);
  expect([AllowTestTraffic, AfterAllowTestTraffic]).toEqual([value, value]);
  expect(world.functions.asked).toEqual([]);
});

test.each([
  ['kept', 2],
  ['terminated', 1],
])('KEEP_ALIVE: the original task set is %s', async (value, count) => {
  const world = await newWorld('keep-alive', value, { keepAlive: true, config: ALL_AT_ONCE });
  const deployment = await world.finish(await world.release());
  await world.clock.advance(120_000);

  expect(deployment).toMatchObject({ status: 'Succeeded', instanceTerminationWaitTimeStarted: value === 'terminated' });
  expect(await world.taskSets()).toHaveLength(count);
});

test.each([
  ['rolls-back', { blue: 100, green: 0 }],
  ['ignored', { blue: 90, green: 10 }],
])('autoRollbackEnabled of StopDeployment, where the group asks for none: %s', async (value, weights) => {
  const world = await newWorld('stop-auto-rollback-flag', value, { rollbackOn: [] });
  const id = await world.release();
  await world.until(id, 'AllowTraffic');
  await world.call('codedeploy', 'StopDeployment', { deploymentId: id, autoRollbackEnabled: true });
  await world.finish(id);

  expect(world.weights()).toEqual(weights);
});

test.each([
  ['failed-poll', 'Stopped'],
  ['ignored', 'Succeeded'],
])('an alarm that is not there: %s', async (value, status) => {
  const world = await newWorld('missing-alarm', value, { alarms: ['errors'], config: ALL_AT_ONCE, bakeMinutes: 0 });
  await world.call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['errors'] });

  expect((await world.finish(await world.release())).status).toBe(status);
});

test.each([
  ['fails', 'Failed'],
  ['ignored', 'Succeeded'],
])('a replacement that is unsteady for five minutes of the shift: %s', async (value, status) => {
  const world = await newWorld('unsteady-while-shifting', value);
  const id = await world.release();
  await world.until(id, 'AllowTraffic');
  world.tasks.sick.add('shop:2');

  expect((await world.finish(id)).status).toBe(status);
});

test.each([
  ['with-gradual-group', undefined],
  ['with-any-group', 100],
])('a group with all at once, the production listener is rewritten %s', async (value, weight) => {
  const world = await newWorld('listener-rewritten', value, { config: ALL_AT_ONCE });
  const input = { ListenerArns: [world.production] };
  const { Listeners } = await world.call('elasticloadbalancing', 'DescribeListeners', input);

  const { TargetGroups } = Listeners[0].DefaultActions[0].ForwardConfig;
  expect(TargetGroups.length === 2 ? TargetGroups[0].Weight : undefined).toBe(weight);
});

test.each([
  ['slightly-after', false],
  ['with-the-status', true],
])('rollbackInfo comes %s', async (value, isThere) => {
  const world = await newWorld('rollback-info', value);
  const id = await world.release();
  await world.until(id, 'Install');
  await world.call('codedeploy', 'StopDeployment', { deploymentId: id });
  const stopped = new Promise<boolean>((resolve) => {
    const end = world.cloud.events.subscribe(({ detail }) => {
      if (detail.deploymentId !== id || detail.state !== 'STOP') return;
      end();
      setImmediate(async () => resolve((await world.deployment(id)).rollbackInfo !== undefined));
    });
  });

  await world.clock.advance(0);
  expect(await stopped).toBe(isThere);
});
