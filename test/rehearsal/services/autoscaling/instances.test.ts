import { Setting } from './setting';

let setting: Setting;
beforeEach(async () => {
  setting = await Setting.create();
});
afterEach(() => setting.stop());

describe('an instance', () => {
  test('whose machine dies is replaced, within the grace period too', async () => {
    await setting.createGroup({ HealthCheckGracePeriod: 10_000 });
    const [{ id } = { id: '' }] = await setting.members();
    setting.instances.crash(id);
    await setting.wait(400);

    const ids = (await setting.members()).map((one) => one.id);
    expect(ids).toHaveLength(2);
    expect(ids).not.toContain(id);
    expect([...(await setting.targets()).values()]).toEqual(['healthy', 'healthy']);
  });

  test('whose target fails is replaced after the grace period', async () => {
    await setting.createGroup({ HealthCheckGracePeriod: 600 });
    const [{ id } = { id: '' }] = await setting.members();
    setting.instances.sick.add(id);
    await setting.wait(200);
    expect((await setting.members()).map((one) => one.id)).toContain(id);
    await setting.wait(500);
    expect((await setting.members()).map((one) => one.id)).not.toContain(id);
  });

  test.each([
    ['EC2 health checks', { HealthCheckType: 'EC2' }, undefined],
    ['HealthCheck suspended', {}, 'HealthCheck'],
    ['ReplaceUnhealthy suspended', {}, 'ReplaceUnhealthy'],
  ])('whose target fails stays with %s', async (_what, change, process) => {
    await setting.createGroup(change);
    if (process) await setting.scaling('SuspendProcesses', { ScalingProcesses: [process] });
    const [{ id } = { id: '' }] = await setting.members();
    setting.instances.sick.add(id);
    await setting.wait(900);

    expect((await setting.members()).map((one) => one.id)).toContain(id);
    expect((await setting.targets()).get(id)).toBe('unhealthy');
  });

  test('set to Unhealthy by a call is replaced', async () => {
    await setting.createGroup();
    const [{ id } = { id: '' }] = await setting.members();
    await setting.scaling('SetInstanceHealth', { InstanceId: id, HealthStatus: 'Unhealthy' });
    await setting.wait(400);
    expect((await setting.members()).map((one) => one.id)).not.toContain(id);
    expect(await setting.states()).toEqual(['InService', 'InService']);
  });

  test('terminated by a call takes the desired capacity down only when asked to', async () => {
    await setting.createGroup();
    const [first, second] = await setting.members();
    const end = (InstanceId: string | undefined, ShouldDecrementDesiredCapacity: boolean) =>
      setting.scaling('TerminateInstanceInAutoScalingGroup', { InstanceId, ShouldDecrementDesiredCapacity });
    await end(first?.id, true);
    await setting.wait(300);
    expect((await setting.members()).map((one) => one.id)).toEqual([second?.id]);
    await expect(end(second?.id, true)).rejects.toThrow('desiredSize equals minSize');
    await end(second?.id, false);
    await setting.wait(300);
    expect(await setting.states()).toEqual(['InService']);
  });

  test('launched while AddToLoadBalancer is suspended is not registered, not even after it resumes', async () => {
    await setting.createGroup({ DesiredCapacity: 1 });
    await setting.scaling('SuspendProcesses', { ScalingProcesses: ['AddToLoadBalancer'] });
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 2 });
    await setting.wait(100);
    await setting.scaling('ResumeProcesses', {});
    await setting.wait(100);
    expect(await setting.states()).toEqual(['InService', 'InService']);
    expect(await setting.targets()).toHaveProperty('size', 1);
  });
});

test('an instance is in service only when its targets are healthy, under the switch', async () => {
  const patient = await Setting.create({ 'autoscaling.in-service': 'healthy' });
  patient.instances.bootMs = 100_000;
  await patient.createGroup({ DesiredCapacity: 1 }, false);
  await patient.wait(60);
  expect(await patient.states()).toEqual(['Pending']);
  await patient.wait(140);
  expect(await patient.states()).toEqual(['InService']);
  await patient.stop();
});
