import { Setting } from './setting';

let setting: Setting;
beforeEach(async () => {
  setting = await Setting.create();
});
afterEach(() => setting.stop());

describe('a new group', () => {
  test('brings its instances up: pending, in service, and healthy only when their program answers', async () => {
    setting.instances.bootMs = 90_000;
    await setting.createGroup({ HealthCheckGracePeriod: 300 }, false);
    const seen: string[] = [];
    for (let second = 0; second < 200; second++) {
      const [member] = await setting.members();
      const target = member && (await setting.targets()).get(member.id);
      const now = `${member?.state ?? 'none'} ${target ?? '-'}`;
      if (now !== seen.at(-1)) seen.push(now);
      await setting.wait(1);
    }

    expect(seen).toEqual(['none -', 'Pending -', 'InService initial', 'InService unhealthy', 'InService healthy']);
    expect((await setting.group()).DesiredCapacity).toBe(2);
    expect(await setting.targets()).toHaveProperty('size', 2);
  });

  test('spreads over its zones, and tags its instances with its name', async () => {
    await setting.createGroup({ Tags: [{ Key: 'colour', Value: 'blue', PropagateAtLaunch: true }] });
    const { Instances } = await setting.group();
    const { Reservations } = await setting.call('ec2', 'DescribeInstances', {
      Filters: [{ Name: 'tag:aws:autoscaling:groupName', Values: ['web'] }],
    });

    expect(Instances?.map((one) => one.AvailabilityZone)).toEqual(['us-east-1a', 'us-east-1b']);
    expect(Reservations).toHaveLength(2);
    expect(Reservations[0].Instances[0].Tags).toContainEqual({ Key: 'colour', Value: 'blue' });
  });

  test.each([
    [{ MinSize: 5 }, 'Max bound, 4, must be greater than or equal to min bound, 5'],
    [{ DesiredCapacity: 9 }, 'Desired capacity:9 must be between the specified min size:1 and max size:4'],
    [{ LaunchTemplate: { LaunchTemplateId: 'lt-0' } }, 'with template ID lt-0, does not exist'],
    [{ LaunchTemplate: undefined }, 'Valid requests must contain exactly one of launchTemplate'],
    [{ TargetGroupARNs: ['arn:none'] }, 'Provided Target Groups may not be valid'],
    [{ HealthCheckType: 'HTTP' }, 'Invalid health check type HTTP'],
  ])('is refused with %j', async (change, message) => {
    await expect(setting.createGroup(change, false)).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining(message),
    });
    expect((await setting.call('autoscaling', 'DescribeAutoScalingGroups')).AutoScalingGroups).toEqual([]);
  });

  test('cannot have the name of another one', async () => {
    await setting.createGroup();
    await expect(setting.createGroup()).rejects.toMatchObject({ code: 'AlreadyExists' });
  });

  test('that cannot be launched says so in its activities, tries again less and less often, and recovers', async () => {
    setting.instances.missing.add('ami-1');
    await setting.createGroup({ DesiredCapacity: 1 });
    const { Activities } = await setting.scaling('DescribeScalingActivities');
    const failed = Activities.filter((one: { StatusCode: string }) => one.StatusCode === 'Failed');
    expect(failed.length).toBeGreaterThan(1);
    expect(failed.length).toBeLessThan(8);
    expect(failed[0].StatusMessage).toBe("Instance failed to launch: The image id '[ami-1]' does not exist");

    setting.instances.missing.clear();
    await setting.wait(900);
    expect(await setting.states()).toEqual(['InService']);
  });
});

describe('scaling', () => {
  test('out launches, and the new targets join', async () => {
    await setting.createGroup();
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 4 });
    await setting.wait(200);

    expect(await setting.states()).toEqual(Array(4).fill('InService'));
    expect([...(await setting.targets()).values()]).toEqual(Array(4).fill('healthy'));
  });

  test('in deregisters first, drains for the deregistration delay, and then terminates', async () => {
    await setting.createGroup();
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 1 });
    await setting.wait(2);
    expect([...(await setting.targets()).values()].toSorted()).toEqual(['draining', 'healthy']);
    expect((await setting.states()).toSorted()).toEqual(['InService', 'Terminating']);
    expect(setting.instances.ids).toHaveLength(2);

    await setting.wait(26);
    expect(setting.instances.ids).toHaveLength(2);
    await setting.wait(20);
    expect(setting.instances.ids).toHaveLength(1);
    expect(await setting.states()).toEqual(['InService']);
  });

  test.each([
    [9, 'New SetDesiredCapacity value 9 is above max value 4 for the AutoScalingGroup.'],
    [0, 'New SetDesiredCapacity value 0 is below min value 1 for the AutoScalingGroup.'],
  ])('to %p is refused', async (DesiredCapacity, message) => {
    await setting.createGroup();
    await expect(setting.scaling('SetDesiredCapacity', { DesiredCapacity })).rejects.toMatchObject({
      code: 'ValidationError',
      message,
    });
  });

  test('new bounds take the desired capacity along, and an update without it leaves it alone', async () => {
    await setting.createGroup();
    await setting.scaling('UpdateAutoScalingGroup', { MinSize: 3 });
    expect((await setting.group()).DesiredCapacity).toBe(3);
    await setting.scaling('UpdateAutoScalingGroup', { MinSize: 0 });
    expect((await setting.group()).DesiredCapacity).toBe(3);
    await setting.scaling('UpdateAutoScalingGroup', { MaxSize: 2 });
    expect((await setting.group()).DesiredCapacity).toBe(2);
  });

  test('to zero and back brings the same number up again', async () => {
    await setting.createGroup({ MinSize: 0 });
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 0 });
    await setting.wait(120);
    expect(await setting.members()).toEqual([]);
    expect(await setting.targets()).toHaveProperty('size', 0);
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 2 });
    await setting.wait(200);
    expect(await setting.states()).toEqual(['InService', 'InService']);
  });

  test('in leaves protected instances alone', async () => {
    await setting.createGroup({ NewInstancesProtectedFromScaleIn: true });
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 1 });
    await setting.wait(120);
    expect(await setting.states()).toEqual(['InService', 'InService']);
  });
});

describe('target groups', () => {
  test('that are attached get the instances in service, that are detached lose them', async () => {
    await setting.createGroup({ TargetGroupARNs: [] });
    expect(await setting.targets()).toHaveProperty('size', 0);
    await setting.scaling('AttachLoadBalancerTargetGroups', { TargetGroupARNs: [setting.targetGroup] });
    await setting.wait(60);
    expect([...(await setting.targets()).values()]).toEqual(['healthy', 'healthy']);
    const { TrafficSources } = await setting.scaling('DescribeTrafficSources');
    expect(TrafficSources).toMatchObject([{ Identifier: setting.targetGroup, State: 'InService', Type: 'elbv2' }]);

    await setting.scaling('DetachLoadBalancerTargetGroups', { TargetGroupARNs: [setting.targetGroup] });
    expect([...(await setting.targets()).values()]).toEqual(['draining', 'draining']);
  });
});

describe('deleting', () => {
  test('a group with instances is refused without force', async () => {
    await setting.createGroup();
    await expect(setting.scaling('DeleteAutoScalingGroup')).rejects.toMatchObject({ code: 'ResourceInUse' });
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 3 });
    await setting.wait(5);
    await expect(setting.scaling('DeleteAutoScalingGroup')).rejects.toMatchObject({
      code: 'ScalingActivityInProgress',
    });
  });

  test('with force takes its instances along', async () => {
    await setting.createGroup();
    await setting.scaling('DeleteAutoScalingGroup', { ForceDelete: true });
    await setting.wait(2);
    expect((await setting.group()).Status).toBe('Delete in progress');
    await setting.wait(60);
    expect(await setting.group()).toBeUndefined();
    expect(setting.instances.ids).toEqual([]);
  });
});

test('the same calls give the same instances in every run', async () => {
  const other = await Setting.create();
  await setting.createGroup();
  await other.createGroup();
  expect(await other.members()).toEqual(await setting.members());
  await other.stop();
});
