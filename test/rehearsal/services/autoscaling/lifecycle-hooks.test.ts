import { Setting } from './setting';

let setting: Setting;
beforeEach(async () => {
  setting = await Setting.create();
});
afterEach(() => setting.stop());

const put = (transition: 'LAUNCHING' | 'TERMINATING', change: object = {}) =>
  setting.scaling('PutLifecycleHook', {
    LifecycleHookName: 'hook',
    LifecycleTransition: `autoscaling:EC2_INSTANCE_${transition}`,
    HeartbeatTimeout: 300,
    ...change,
  });
const complete = async (LifecycleActionResult: string) => {
  const [{ id } = { id: '' }] = (await setting.members()).filter(({ state }) => state.endsWith(':Wait'));
  const input = { LifecycleHookName: 'hook', InstanceId: id, LifecycleActionResult };
  await setting.scaling('CompleteLifecycleAction', input);
};
const grow = () => setting.scaling('SetDesiredCapacity', { DesiredCapacity: 3 });
const shrink = () => setting.scaling('SetDesiredCapacity', { DesiredCapacity: 1 });

test('an instance waits at the launch hook, unregistered, until it is completed', async () => {
  await setting.createGroup();
  await put('LAUNCHING');
  await grow();
  await setting.wait(100);
  expect(await setting.states()).toContain('Pending:Wait');
  expect(await setting.targets()).toHaveProperty('size', 2);
  const event = setting.events.find(({ detailType }) => detailType === 'EC2 Instance-launch Lifecycle Action');
  expect(event?.detail).toMatchObject({ LifecycleHookName: 'hook', AutoScalingGroupName: 'web' });

  await complete('CONTINUE');
  await setting.wait(2);
  expect(await setting.states()).toEqual(['InService', 'InService', 'InService']);
  expect(await setting.targets()).toHaveProperty('size', 3);
});

test('an abandoned launch ends the instance', async () => {
  await setting.createGroup();
  await put('LAUNCHING');
  await grow();
  await setting.wait(100);
  await complete('ABANDON');
  await setting.wait(1);
  expect((await setting.states()).toSorted()).toEqual(['InService', 'InService', 'Terminating']);
});

test.each([
  ['CONTINUE', 3],
  ['ABANDON', 2],
])('without an answer the default result %s holds after the heartbeat time-out', async (DefaultResult, inService) => {
  await setting.createGroup();
  await put('LAUNCHING', { DefaultResult });
  await grow();
  await setting.wait(310);
  expect((await setting.states()).filter((one) => one === 'InService')).toHaveLength(2);
  await setting.wait(20);
  expect((await setting.states()).filter((one) => one === 'InService')).toHaveLength(inService);
});

test('a heartbeat starts the time-out anew', async () => {
  await setting.createGroup();
  await put('LAUNCHING');
  await grow();
  await setting.wait(250);
  const [{ id } = { id: '' }] = (await setting.members()).filter(({ state }) => state === 'Pending:Wait');
  await setting.scaling('RecordLifecycleActionHeartbeat', { LifecycleHookName: 'hook', InstanceId: id });
  await setting.wait(200);
  expect((await setting.members()).find((one) => one.id === id)?.state).toBe('Pending:Wait');
  await setting.wait(150);
  expect((await setting.members()).map((one) => one.id)).not.toContain(id);
});

test('a leaving instance waits at the termination hook after it has drained', async () => {
  await setting.createGroup();
  await put('TERMINATING');
  await shrink();
  await setting.wait(20);
  expect((await setting.states()).toSorted()).toEqual(['InService', 'Terminating']);
  await setting.wait(30);
  expect((await setting.states()).toSorted()).toEqual(['InService', 'Terminating:Wait']);
  expect(await setting.targets()).toHaveProperty('size', 1);
  await complete('CONTINUE');
  await setting.wait(20);
  expect(await setting.states()).toEqual(['InService']);
});

test('a result that is neither CONTINUE nor ABANDON, and an instance that does not wait, are refused', async () => {
  await setting.createGroup();
  await put('LAUNCHING');
  await expect(complete('MAYBE')).rejects.toThrow('must be either CONTINUE or ABANDON');
  await expect(complete('CONTINUE')).rejects.toThrow('No active Lifecycle Action found');
  await expect(put('LAUNCHING', { HeartbeatTimeout: 10 })).rejects.toThrow('HeartbeatTimeout must be between 30 and');
});
