import { Setting } from './setting';

let setting: Setting;
beforeEach(async () => {
  setting = await Setting.create();
});
afterEach(() => setting.stop());

const pool = async (): Promise<{ InstanceId: string; LifecycleState: string }[]> =>
  (await setting.scaling('DescribeWarmPool')).Instances;

test('a warm pool holds stopped instances, as many as the group could still need', async () => {
  await setting.createGroup();
  await setting.scaling('PutWarmPool');
  await setting.wait(5);
  expect((await pool()).map((one) => one.LifecycleState)).toEqual(['Warmed:Pending', 'Warmed:Pending']);
  await setting.wait(100);
  expect((await pool()).map((one) => one.LifecycleState)).toEqual(['Warmed:Stopped', 'Warmed:Stopped']);
  expect(await setting.states()).toEqual(['InService', 'InService']);
  expect(await setting.targets()).toHaveProperty('size', 2);
  expect(setting.instances.ids).toHaveLength(2);
});

test('scale-out takes from the pool, and the pool is filled up to its minimum', async () => {
  await setting.createGroup();
  await setting.scaling('PutWarmPool', { MinSize: 1, MaxGroupPreparedCapacity: 3 });
  await setting.wait(100);
  const [warm] = await pool();
  await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 3 });
  await setting.wait(15);
  expect((await setting.members()).map(({ id, state }) => `${id} ${state}`)).toContain(`${warm?.InstanceId} InService`);
  await setting.wait(100);
  expect(await pool()).toMatchObject([{ LifecycleState: 'Warmed:Stopped' }]);
});

test('scale-in gives back to the pool when that is asked for', async () => {
  await setting.createGroup({ DesiredCapacity: 3 });
  await setting.scaling('PutWarmPool', { InstanceReusePolicy: { ReuseOnScaleIn: true } });
  await setting.wait(100);
  const before = (await setting.members()).map(({ id }) => id);
  await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 2 });
  await setting.wait(100);
  const stayed = (await setting.members()).map(({ id }) => id);
  const gone = before.filter((id) => !stayed.includes(id));
  expect(stayed).toHaveLength(2);
  expect((await pool()).map((one) => one.InstanceId)).toContain(gone[0]);
});

test('a refresh replaces the pool too', async () => {
  await setting.createGroup();
  await setting.scaling('PutWarmPool');
  await setting.wait(100);
  const before = (await pool()).map((one) => one.InstanceId);
  const LaunchTemplate = { LaunchTemplateId: setting.template, Version: '2' };
  await setting.scaling('UpdateAutoScalingGroup', { LaunchTemplate });
  await setting.scaling('StartInstanceRefresh', { Preferences: { MinHealthyPercentage: 0 } });
  await setting.finishRefresh();
  await setting.wait(100);
  const after = (await setting.scaling('DescribeWarmPool')).Instances;
  expect(after.map((one: { LaunchTemplate: { Version: string } }) => one.LaunchTemplate.Version)).toEqual(['2', '2']);
  expect(after.map((one: { InstanceId: string }) => one.InstanceId)).not.toEqual(expect.arrayContaining(before));
});

test('a deleted pool ends its instances', async () => {
  await setting.createGroup();
  await setting.scaling('PutWarmPool');
  await setting.wait(100);
  await setting.scaling('DeleteWarmPool', { ForceDelete: true });
  await setting.wait(60);
  expect(await pool()).toEqual([]);
  expect((await setting.group()).WarmPoolConfiguration).toBeUndefined();
  expect(await setting.states()).toEqual(['InService', 'InService']);
});
