import { Setting } from './setting';

let setting: Setting;
beforeEach(async () => {
  setting = await Setting.create();
});
afterEach(() => setting.stop());

const versions = async () => (await setting.members()).map(({ version }) => version);
const update = (Version: string) =>
  setting.scaling('UpdateAutoScalingGroup', { LaunchTemplate: { LaunchTemplateId: setting.template, Version } });
const start = (Preferences: object = {}, more: object = {}) =>
  setting.scaling('StartInstanceRefresh', { Preferences, ...more });
const desired = (Version: string) => ({
  DesiredConfiguration: { LaunchTemplate: { LaunchTemplateId: setting.template, Version } },
});

describe('an instance refresh', () => {
  test('replaces every instance by the new version, one after the other by default', async () => {
    await setting.createGroup({ DesiredCapacity: 3 });
    await update('2');
    await start();
    const { refresh, leastHealthy } = await setting.finishRefresh();

    expect(refresh).toMatchObject({ Status: 'Successful', PercentageComplete: 100, InstancesToUpdate: 0 });
    expect(await versions()).toEqual(['2', '2', '2']);
    expect(leastHealthy).toBe(2);
  });

  test('launches before it terminates with 100 to 200 percent', async () => {
    await setting.createGroup();
    await update('2');
    await start({ MinHealthyPercentage: 100, MaxHealthyPercentage: 200 });
    const { refresh, leastHealthy, mostMembers } = await setting.finishRefresh();

    expect(refresh.Status).toBe('Successful');
    expect(await versions()).toEqual(['2', '2']);
    expect(leastHealthy).toBe(2);
    expect(mostMembers).toBe(4);
  });

  test('of everything at once takes no longer than one launch', async () => {
    await setting.createGroup({ DesiredCapacity: 4 });
    await update('2');
    const before = setting.clock.now();
    await start({ MinHealthyPercentage: 0, InstanceWarmup: 0 });
    const { refresh } = await setting.finishRefresh();

    expect(refresh.Status).toBe('Successful');
    expect(await versions()).toEqual(['2', '2', '2', '2']);
    expect(setting.clock.now() - before).toBeLessThan(300_000);
  });

  test('of a group without instances is done at once', async () => {
    await setting.createGroup({ MinSize: 0, DesiredCapacity: 0 });
    await update('2');
    await start({ MinHealthyPercentage: 0 });
    await setting.wait(10);
    expect(await setting.refresh()).toMatchObject({ Status: 'Successful', PercentageComplete: 100 });
    await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 1 });
    await setting.wait(100);
    expect(await versions()).toEqual(['2']);
  });

  test('skips instances that match already', async () => {
    await setting.createGroup();
    const before = await setting.members();
    await start({ SkipMatching: true });
    const { refresh } = await setting.finishRefresh();
    expect(refresh.Status).toBe('Successful');
    expect(await setting.members()).toEqual(before);
  });

  test('follows $Latest as it is when an instance is launched', async () => {
    await setting.createGroup({ LaunchTemplate: { LaunchTemplateId: setting.template, Version: '$Latest' } });
    expect(await versions()).toEqual(['2', '2']);
    await setting.newVersion('ami-3');
    await start({ MinHealthyPercentage: 0, SkipMatching: true });
    await setting.finishRefresh();
    expect(await versions()).toEqual(['3', '3']);
  });

  test('waits at its checkpoints, and tells of them', async () => {
    await setting.createGroup();
    await update('2');
    await start({
      CheckpointPercentages: [50, 100],
      CheckpointDelay: 600,
      InstanceWarmup: 0,
      MinHealthyPercentage: 50,
    });
    await setting.wait(400);
    expect((await versions()).toSorted()).toEqual(['1', '2']);
    expect(await setting.refresh()).toMatchObject({ Status: 'InProgress', PercentageComplete: 50 });
    await setting.wait(800);
    expect(await versions()).toEqual(['2', '2']);
    expect(setting.events.map(({ detailType }) => detailType)).toContain(
      'EC2 Auto Scaling Instance Refresh Checkpoint Reached',
    );
  });

  test('with a desired configuration changes the group only when it succeeds', async () => {
    await setting.createGroup();
    await start({ MinHealthyPercentage: 0 }, desired('2'));
    await setting.wait(60);
    expect((await setting.group()).LaunchTemplate?.Version).toBe('1');
    await setting.finishRefresh();
    expect((await setting.group()).LaunchTemplate?.Version).toBe('2');
    expect(await versions()).toEqual(['2', '2']);
  });

  test('that is cancelled leaves what it replaced', async () => {
    await setting.createGroup({ DesiredCapacity: 4 });
    await start({ MinHealthyPercentage: 75 }, desired('2'));
    for (let second = 0; second < 600 && !(await versions()).includes('2'); second++) await setting.wait(1);
    await setting.scaling('CancelInstanceRefresh');
    expect((await setting.refresh()).Status).toBe('Cancelling');
    await setting.wait(300);
    expect((await setting.refresh()).Status).toBe('Cancelled');
    expect((await versions()).toSorted()).toEqual(['1', '1', '1', '2']);
    expect((await setting.group()).LaunchTemplate?.Version).toBe('1');
  });

  test('that is rolled back replaces what it had replaced', async () => {
    await setting.createGroup({ DesiredCapacity: 4 });
    await start({ MinHealthyPercentage: 75 }, desired('2'));
    for (let second = 0; second < 600 && !(await versions()).includes('2'); second++) await setting.wait(1);
    await setting.scaling('RollbackInstanceRefresh');
    const { refresh } = await setting.finishRefresh();
    expect(refresh).toMatchObject({
      Status: 'RollbackSuccessful',
      RollbackDetails: { RollbackReason: 'A rollback was requested by a user.' },
    });
    expect(await versions()).toEqual(['1', '1', '1', '1']);
  });

  test('whose instances never become healthy fails after an hour, and rolls back when asked to', async () => {
    await setting.createGroup();
    setting.instances.sick.add('ami-2');
    await start({ AutoRollback: true, MinHealthyPercentage: 50 }, desired('2'));
    const { refresh } = await setting.finishRefresh();
    expect(refresh.Status).toBe('RollbackSuccessful');
    expect(await versions()).toEqual(['1', '1']);
  });

  test('fails when one of its alarms fires', async () => {
    await setting.createGroup();
    await setting.call('cloudwatch', 'PutMetricAlarm', {
      ...{ AlarmName: 'errors', Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Sum', Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
    });
    await start({ AlarmSpecification: { Alarms: ['errors'] } }, desired('2'));
    await setting.wait(60);
    await setting.call('cloudwatch', 'SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'x' });
    const { refresh } = await setting.finishRefresh();
    expect(refresh).toMatchObject({ Status: 'Failed', StatusReason: 'The alarm errors went into the ALARM state.' });
  });
});

describe('a refresh is refused', () => {
  test('while another one runs', async () => {
    await setting.createGroup();
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'InstanceRefreshInProgress' });
  });

  test.each([
    [{ MaxHealthyPercentage: 150 }, {}, 'MinHealthyPercentage must be specified'],
    [{ MinHealthyPercentage: 20, MaxHealthyPercentage: 150 }, {}, 'cannot be greater than 100'],
    [{ CheckpointPercentages: [50, 20] }, {}, 'in ascending order'],
    [{ CheckpointDelay: 60 }, {}, 'CheckpointPercentages must be specified'],
    [{ AutoRollback: true }, {}, 'it has no desired configuration'],
    [{}, { Strategy: 'ReplaceRootVolume' }, 'the strategy Rolling only'],
    [{}, { DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: 'none' } } }, 'does not exist'],
  ])('with %j %j', async (preferences, more, message) => {
    await setting.createGroup();
    await expect(start(preferences, more)).rejects.toThrow(message);
    expect(await setting.refresh()).toBeUndefined();
  });

  test('to be cancelled when none runs', async () => {
    await setting.createGroup();
    await expect(setting.scaling('CancelInstanceRefresh')).rejects.toMatchObject({
      code: 'ActiveInstanceRefreshNotFound',
    });
  });
});
