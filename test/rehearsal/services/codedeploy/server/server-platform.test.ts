import type { DeploymentInfo, InstanceTarget } from '@aws-sdk/client-codedeploy';
import type { AgentStep, DeploymentAgent } from '../../../../../rehearsal/ports';
import { CodeDeploy } from '../../../../../rehearsal/services/codedeploy/codedeploy';
import { Setting } from '../../autoscaling/setting';

const GROUP = { applicationName: 'Shop', deploymentGroupName: 'Blue' };
const EVENTS = [
  ...['ApplicationStop', 'DownloadBundle', 'BeforeInstall', 'Install', 'AfterInstall'],
  ...['ApplicationStart', 'ValidateService'],
];

/** An agent that fails where it is told to. */
class FakeAgent implements DeploymentAgent {
  public readonly steps: AgentStep[] = [];
  public fails: (step: AgentStep) => boolean = () => false;

  public async run(step: AgentStep): Promise<void> {
    this.steps.push(step);
    if (this.fails(step)) throw new Error(`script of ${step.event} failed`);
  }
}

let setting: Setting;
let agent: FakeAgent;
let codeDeploy: CodeDeploy;
beforeEach(async () => {
  setting = await Setting.create();
  agent = new FakeAgent();
  codeDeploy = setting.cloud.add(new CodeDeploy(setting.cloud, agent));
  await setting.createGroup();
  await call('CreateApplication', { applicationName: 'Shop', computePlatform: 'Server' });
});
afterEach(async () => {
  codeDeploy.stop();
  await setting.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
const call = (operation: string, input: object): Promise<any> => setting.call('codedeploy', operation, input);
const createGroup = (change: object = {}) =>
  call('CreateDeploymentGroup', {
    ...GROUP,
    serviceRoleArn: 'arn:aws:iam::123456789012:role/deploy',
    autoScalingGroups: ['web'],
    deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
    deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
    ...change,
  });
const revisionOf = (key: string) => ({ revisionType: 'S3', s3Location: { bucket: 'code', key, bundleType: 'zip' } });
const deploy = async (key: string, change: object = {}): Promise<string> =>
  (await call('CreateDeployment', { ...GROUP, revision: revisionOf(key), ...change })).deploymentId;
const deployment = async (deploymentId: string): Promise<DeploymentInfo> =>
  (await call('GetDeployment', { deploymentId })).deploymentInfo;
const targets = async (deploymentId: string): Promise<InstanceTarget[]> => {
  const { targetIds } = await call('ListDeploymentTargets', { deploymentId });
  const { deploymentTargets } = await call('BatchGetDeploymentTargets', { deploymentId, targetIds });
  return deploymentTargets.map((one: { instanceTarget: InstanceTarget }) => one.instanceTarget);
};

test("a deployment runs the agent's events in their order on every instance", async () => {
  await createGroup();
  const id = await deploy('v1.zip');
  await setting.wait(60);

  expect(await deployment(id)).toMatchObject({
    status: 'Succeeded',
    computePlatform: 'Server',
    creator: 'user',
    deploymentOverview: { Succeeded: 2, Failed: 0 },
  });
  const all = await targets(id);
  expect(all.map((one) => one.targetId).toSorted()).toEqual((await setting.members()).map((one) => one.id).toSorted());
  for (const { lifecycleEvents = [], status } of all) {
    expect(status).toBe('Succeeded');
    expect(lifecycleEvents.map((one) => one.lifecycleEventName)).toEqual(EVENTS);
  }
  expect(agent.steps.filter((one) => one.instanceId === all[0]?.targetId).map((one) => one.event)).toEqual(EVENTS);
  expect(agent.steps[0]?.revision).toMatchObject({ s3Location: { key: 'v1.zip' } });
});

test('one at a time begins the second instance when the first one is done', async () => {
  await createGroup({ deploymentConfigName: 'CodeDeployDefault.OneAtATime' });
  const id = await deploy('v1.zip');
  await setting.wait(10);
  expect((await targets(id)).map((one) => one.status).toSorted()).toEqual(['InProgress', 'Pending']);
  await setting.wait(60);
  expect((await deployment(id)).status).toBe('Succeeded');
});

test('all at once succeeds when one instance does, and says which script failed on the other', async () => {
  await createGroup();
  const [first] = await setting.members();
  agent.fails = ({ instanceId, event }) => instanceId === first?.id && event === 'BeforeInstall';
  const id = await deploy('v1.zip');
  await setting.wait(60);

  expect(await deployment(id)).toMatchObject({ status: 'Succeeded', deploymentOverview: { Succeeded: 1, Failed: 1 } });
  const failed = (await targets(id)).find((one) => one.targetId === first?.id);
  expect(failed?.lifecycleEvents?.map((one) => one.status)).toEqual([
    ...['Succeeded', 'Succeeded', 'Failed', 'Skipped', 'Skipped', 'Skipped', 'Skipped'],
  ]);
  expect(failed?.lifecycleEvents?.[2]?.diagnostics).toMatchObject({
    errorCode: 'ScriptFailed',
    message: 'script of BeforeInstall failed',
  });
});

test('a failed deployment goes back to the last good revision when asked to', async () => {
  await createGroup({ autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } });
  await deploy('v1.zip');
  await setting.wait(60);
  agent.fails = ({ revision }) => revision.s3Location?.key === 'v2.zip';
  const id = await deploy('v2.zip');
  await setting.wait(120);

  const failed = await deployment(id);
  expect(failed).toMatchObject({ status: 'Failed', errorInformation: { code: 'HEALTH_CONSTRAINTS' } });
  const back = await deployment(failed.rollbackInfo?.rollbackDeploymentId ?? '');
  expect(back).toMatchObject({ status: 'Succeeded', creator: 'codeDeployRollback', revision: revisionOf('v1.zip') });
});

test('a new instance waits at the launch hook for the last good revision', async () => {
  await createGroup();
  await deploy('v1.zip');
  await setting.wait(60);
  agent.steps.length = 0;
  await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 3 });
  await setting.wait(25);
  expect(await setting.states()).toContain('Pending:Wait');
  await setting.wait(30);

  expect(await setting.states()).toEqual(['InService', 'InService', 'InService']);
  expect(agent.steps.map((one) => one.event)).toEqual(EVENTS);
  const { deployments } = await call('ListDeployments', GROUP);
  expect(await deployment(deployments[0])).toMatchObject({ creator: 'autoscaling', status: 'Succeeded' });
});

test('a new instance on which the revision fails is ended', async () => {
  await createGroup();
  await deploy('v1.zip');
  await setting.wait(60);
  agent.fails = () => true;
  const before = (await setting.members()).map((one) => one.id);
  await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 3 });
  await setting.wait(40);
  const { Activities } = await setting.scaling('DescribeScalingActivities');
  expect(Activities.some((one: { StatusMessage?: string }) => one.StatusMessage?.includes('abandoned'))).toBe(true);
  expect((await setting.members()).filter((one) => one.state === 'InService').map((one) => one.id)).toEqual(before);
});

test('without a good revision a new instance goes on at once', async () => {
  await createGroup();
  await setting.scaling('SetDesiredCapacity', { DesiredCapacity: 3 });
  await setting.wait(40);
  expect(await setting.states()).toEqual(['InService', 'InService', 'InService']);
});

test('a deployment to no instance at all fails', async () => {
  await createGroup();
  await setting.scaling('UpdateAutoScalingGroup', { MinSize: 0, DesiredCapacity: 0 });
  await setting.wait(100);
  const id = await deploy('v1.zip');
  await setting.wait(10);
  expect(await deployment(id)).toMatchObject({ status: 'Failed', errorInformation: { code: 'NO_INSTANCES' } });
});

test('a deployment that is stopped skips what has not begun', async () => {
  await createGroup({ deploymentConfigName: 'CodeDeployDefault.OneAtATime' });
  const id = await deploy('v1.zip');
  await setting.wait(10);
  await call('StopDeployment', { deploymentId: id });
  await setting.wait(10);
  expect(await deployment(id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
  await expect(call('StopDeployment', { deploymentId: id })).resolves.toMatchObject({ status: 'Succeeded' });
});

test('a second deployment is refused while one runs', async () => {
  await createGroup();
  const id = await deploy('v1.zip');
  await expect(deploy('v2.zip')).rejects.toMatchObject({
    code: 'DeploymentLimitExceededException',
    message: `The Deployment Group 'Blue' already has an active Deployment '${id}'`,
  });
});

test.each([
  [{ autoScalingGroups: ['none'] }, 'InvalidAutoScalingGroupException'],
  [{ deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce' }, 'DeploymentConfigDoesNotExistException'],
  [{ deploymentStyle: { deploymentType: 'BLUE_GREEN' } }, 'InvalidDeploymentStyleException'],
])('a group with %j is refused', async (change, code) => {
  await expect(createGroup(change)).rejects.toMatchObject({ code });
});

test('a deleted group takes its launch hook along', async () => {
  await createGroup();
  expect((await setting.scaling('DescribeLifecycleHooks')).LifecycleHooks).toMatchObject([
    { LifecycleHookName: expect.stringMatching(/^CodeDeploy-managed-automatic-launch-deployment-hook-Blue-/) },
  ]);
  await call('DeleteDeploymentGroup', GROUP);
  expect((await setting.scaling('DescribeLifecycleHooks')).LifecycleHooks).toEqual([]);
});
