import { World } from '../../../fixtures/world';

const GROUP = {
  applicationName: 'Shop',
  deploymentGroupName: 'Second',
  deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
  serviceRoleArn: 'arn:aws:iam::123456789012:role/CodeDeployRole',
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  ecsServices: [{ clusterName: 'cluster', serviceName: 'second' }],
  blueGreenDeploymentConfiguration: {
    terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
  },
};

let world: World;
beforeAll(async () => {
  world = await World.create();
  await world.call('ecs', 'CreateService', {
    cluster: 'cluster',
    serviceName: 'second',
    taskDefinition: 'shop',
    desiredCount: 1,
    deploymentController: { type: 'CODE_DEPLOY' },
    loadBalancers: [{ targetGroupArn: world.blue.arn, containerName: 'web', containerPort: 80 }],
  });
  await world.call('ecs', 'CreateService', { cluster: 'cluster', serviceName: 'rolling', taskDefinition: 'shop' });
});
afterAll(() => world.stop());

/** The input of a group that would be created, with a change. */
function group(change: object = {}, pair: object = {}): object {
  const targetGroupPair = {
    targetGroups: [{ name: 'blue' }, { name: 'green' }],
    prodTrafficRoute: { listenerArns: [world.production] },
    ...pair,
  };
  return { ...GROUP, loadBalancerInfo: { targetGroupPairInfoList: [targetGroupPair] }, ...change };
}

describe('CreateDeploymentGroup refuses', () => {
  const create = (input: object) => world.call('codedeploy', 'CreateDeploymentGroup', input);
  const alarms = (...names: string[]) => ({
    alarmConfiguration: { enabled: true, alarms: names.map((name) => ({ name })) },
  });

  test.each<[string, () => object, string]>([
    ['a name that is taken', () => group({ deploymentGroupName: 'Orders' }), 'DeploymentGroupAlreadyExistsException'],
    ['a bad name', () => group({ deploymentGroupName: 'a b' }), 'InvalidDeploymentGroupNameException'],
    ['an application that is not there', () => group({ applicationName: 'x' }), 'ApplicationDoesNotExistException'],
    ['no role', () => group({ serviceRoleArn: undefined }), 'RoleRequiredException'],
    [
      'another style',
      () => group({ deploymentStyle: { deploymentType: 'IN_PLACE' } }),
      'InvalidDeploymentStyleException',
    ],
    ['no config of ECS', () => group({ deploymentConfigName: undefined }), 'DeploymentConfigDoesNotExistException'],
    [
      'no blue-green configuration',
      () => group({ blueGreenDeploymentConfiguration: undefined }),
      'InvalidBlueGreenDeploymentConfigurationException',
    ],
    [
      'a service that is not there',
      () => group({ ecsServices: [{ clusterName: 'cluster', serviceName: 'x' }] }),
      'InvalidECSServiceException',
    ],
    [
      'a service of another group',
      () => group({ ecsServices: [{ clusterName: 'cluster', serviceName: 'orders' }] }),
      'ECSServiceMappingLimitExceededException',
    ],
    [
      'one target group twice',
      () => group({}, { targetGroups: [{ name: 'blue' }, { name: 'blue' }] }),
      'InvalidTargetGroupPairException',
    ],
    [
      'two production listeners',
      () => group({}, { prodTrafficRoute: { listenerArns: [world.production, world.test] } }),
      'InvalidTargetGroupPairException',
    ],
    [
      'a listener rule',
      () =>
        group({}, { prodTrafficRoute: { listenerArns: [world.production.replace(':listener/', ':listener-rule/')] } }),
      'InvalidTargetGroupPairException',
    ],
    [
      'eleven alarms',
      () => group(alarms(...Array.from({ length: 11 }, (_, index) => `a${index}`))),
      'AlarmsLimitExceededException',
    ],
    ['the same alarm twice', () => group(alarms('a', 'a')), 'InvalidAlarmConfigException'],
    ['alarms without an alarm', () => group(alarms()), 'InvalidAlarmConfigException'],
    [
      'rollback without an event',
      () => group({ autoRollbackConfiguration: { enabled: true, events: [] } }),
      'InvalidAutoRollbackConfigException',
    ],
  ])('%s', async (_, input, code) => {
    await expect(create(input())).rejects.toMatchObject({ code });
  });

  test('identical target groups with the text of AWS', async () => {
    await expect(create(group({}, { targetGroups: [{ name: 'blue' }, { name: 'blue' }] }))).rejects.toThrow(
      'Target group pair must have distinct target groups.',
    );
  });

  test('a service with a rolling controller', async () => {
    await expect(create(group({ ecsServices: [{ clusterName: 'cluster', serviceName: 'rolling' }] }))).rejects.toThrow(
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    );
  });

  test('a termination wait above 2,880 minutes', async () => {
    const { deploymentReadyOption } = GROUP.blueGreenDeploymentConfiguration;
    const terminateBlueInstancesOnDeploymentSuccess = { action: 'TERMINATE', terminationWaitTimeInMinutes: 2_881 };
    const blueGreenDeploymentConfiguration = { deploymentReadyOption, terminateBlueInstancesOnDeploymentSuccess };

    await expect(create(group({ blueGreenDeploymentConfiguration }))).rejects.toThrow('got 2881');
  });
});

describe('deployment configs', () => {
  const create = (trafficRoutingConfig: object) =>
    world.call('codedeploy', 'CreateDeploymentConfig', {
      deploymentConfigName: 'Mine',
      computePlatform: 'ECS',
      trafficRoutingConfig,
    });

  test('the five of AWS are there', async () => {
    const { deploymentConfigsList } = await world.call('codedeploy', 'ListDeploymentConfigs', {});

    expect(deploymentConfigsList).toEqual(
      expect.arrayContaining([
        'CodeDeployDefault.ECSAllAtOnce',
        'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
        'CodeDeployDefault.ECSLinear10PercentEvery3Minutes',
        'CodeDeployDefault.ECSCanary10Percent5Minutes',
        'CodeDeployDefault.ECSCanary10Percent15Minutes',
      ]),
    );
  });

  test('one of the account can be made once, read and deleted', async () => {
    const routing = { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 25, canaryInterval: 7 } };
    await create(routing);
    await expect(create(routing)).rejects.toMatchObject({ code: 'DeploymentConfigAlreadyExistsException' });
    const { deploymentConfigInfo } = await world.call('codedeploy', 'GetDeploymentConfig', {
      deploymentConfigName: 'Mine',
    });
    expect(deploymentConfigInfo).toMatchObject({ computePlatform: 'ECS', trafficRoutingConfig: routing });

    await world.call('codedeploy', 'DeleteDeploymentConfig', { deploymentConfigName: 'Mine' });
    await expect(
      world.call('codedeploy', 'GetDeploymentConfig', { deploymentConfigName: 'Mine' }),
    ).rejects.toMatchObject({ code: 'DeploymentConfigDoesNotExistException' });
  });

  test.each([
    [{ type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 100, canaryInterval: 5 } }],
    [{ type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 10, canaryInterval: 2_881 } }],
    [{ type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage: 10, linearInterval: 321 } }],
    [{ type: 'TimeBasedLinear' }],
  ])('refuses %j', async (routing) => {
    await expect(create(routing)).rejects.toMatchObject({ code: 'InvalidTrafficRoutingConfigurationException' });
  });
});

describe('revisions', () => {
  test('with a wrong sha256 are refused', async () => {
    const appSpecContent = { content: 'version: 0.0', sha256: '0'.repeat(64) };
    const input = { applicationName: 'Shop', revision: { revisionType: 'AppSpecContent', appSpecContent } };

    await expect(world.call('codedeploy', 'RegisterApplicationRevision', input)).rejects.toMatchObject({
      code: 'InvalidRevisionException',
    });
  });

  test('can be deployed by their sha256 once they are registered', async () => {
    const content = 'version: 0.0';
    const revision = { revisionType: 'AppSpecContent', appSpecContent: { content } };
    await world.call('codedeploy', 'RegisterApplicationRevision', { applicationName: 'Shop', revision });
    const input = { applicationName: 'Shop', deploymentGroupName: 'Orders' };
    const unknown = { revisionType: 'AppSpecContent', appSpecContent: { sha256: '1'.repeat(64) } };

    await expect(world.call('codedeploy', 'CreateDeployment', { ...input, revision: unknown })).rejects.toMatchObject({
      code: 'RevisionDoesNotExistException',
    });
    const { deploymentId } = await world.call('codedeploy', 'CreateDeployment', { ...input, revision });
    expect((await world.finish(deploymentId)).errorInformation).toEqual({
      code: 'INVALID_REVISION',
      message: 'Resources must be a list, got nothing',
    });
  });
});

test('ListDeployments filters by status, newest first', async () => {
  const input = { applicationName: 'Shop', deploymentGroupName: 'Orders' };
  const first = await world.release();
  await world.finish(first);
  const second = await world.release();
  const list = async (filter: object) =>
    (await world.call('codedeploy', 'ListDeployments', { ...input, ...filter })).deployments;

  expect((await list({})).slice(0, 2)).toEqual([second, first]);
  expect(await list({ includeOnlyStatuses: ['Created'] })).toEqual([second]);
  const [newest] = await list({ includeOnlyStatuses: ['Succeeded'] });
  expect(newest).toBe(first);
  await world.finish(second);
});

test('UpdateDeploymentGroup replaces what is given, and a name', async () => {
  const alarmConfiguration = { enabled: true, alarms: [{ name: 'errors' }] };
  await world.call('codedeploy', 'UpdateDeploymentGroup', {
    applicationName: 'Shop',
    currentDeploymentGroupName: 'Orders',
    newDeploymentGroupName: 'Renamed',
    alarmConfiguration,
  });
  const { deploymentGroupInfo } = await world.call('codedeploy', 'GetDeploymentGroup', {
    applicationName: 'Shop',
    deploymentGroupName: 'Renamed',
  });

  expect(deploymentGroupInfo).toMatchObject({
    alarmConfiguration,
    deploymentGroupName: 'Renamed',
    computePlatform: 'ECS',
  });
  expect(deploymentGroupInfo.deploymentConfigName).toBe('CodeDeployDefault.ECSLinear10PercentEvery1Minutes');
});
