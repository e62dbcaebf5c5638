import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CodeDeployClient,
  ContinueDeploymentCommand,
  CreateDeploymentCommand,
  type DeploymentInfo,
  DeploymentLimitExceededException,
  GetApplicationRevisionCommand,
  GetDeploymentCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  ClientException,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { SdkDeployments } from '../../../bin/aws/deployments';
import { ReleaseRunning } from '../../../bin/commands/ports';
import { descriptor } from '../commands/fakes';

const codeDeploy = mockClient(CodeDeployClient);
const ecs = mockClient(ECSClient);
const elb = mockClient(ElasticLoadBalancingV2Client);
const cloudWatch = mockClient(CloudWatchClient);

const SERVICE = descriptor();

function deployments(): SdkDeployments {
  const region = { region: 'us-east-1' };
  return new SdkDeployments({
    codeDeploy: new CodeDeployClient(region),
    ecs: new ECSClient(region),
    elb: new ElasticLoadBalancingV2Client(region),
    cloudWatch: new CloudWatchClient(region),
  });
}

/** A group with the pair tg-b (blue), tg-g (green) and two alarms. */
function group() {
  codeDeploy.on(GetDeploymentGroupCommand).resolves({
    deploymentGroupInfo: {
      loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: [{ name: 'tg-b' }, { name: 'tg-g' }] }] },
      alarmConfiguration: { enabled: true, alarms: [{ name: 'Errors' }, { name: 'Slow' }] },
    },
  });
}

function deployed(info: DeploymentInfo, replacement = 'tg-g') {
  codeDeploy.on(GetDeploymentCommand, { deploymentId: info.deploymentId }).resolves({
    deploymentInfo: { applicationName: 'app', deploymentGroupName: 'group', ...info },
  });
  codeDeploy.on(ListDeploymentTargetsCommand).resolves({ targetIds: ['cluster:orders'] });
  codeDeploy.on(GetDeploymentTargetCommand).resolves({
    deploymentTarget: {
      ecsTarget: {
        lifecycleEvents: [{ lifecycleEventName: 'AllowTraffic', status: 'Failed', diagnostics: { message: 'no' } }],
        taskSetsInfo: [
          { taskSetLabel: 'Blue', targetGroup: { name: 'other' } },
          { taskSetLabel: 'Green', targetGroup: { name: replacement } },
        ],
      },
    },
  });
}

function loadBalancer(listener: Listener, primary = 'arn:b') {
  elb.on(DescribeListenersCommand, { ListenerArns: [SERVICE.productionListener] }).resolves({ Listeners: [listener] });
  elb.on(DescribeTargetGroupsCommand, { Names: ['tg-b', 'tg-g'] }).resolves({
    // Not in the order in which they were asked for.
    TargetGroups: [
      { TargetGroupName: 'tg-g', TargetGroupArn: 'arn:g' },
      { TargetGroupName: 'tg-b', TargetGroupArn: 'arn:b' },
    ],
  });
  elb.on(DescribeTargetHealthCommand).resolves({ TargetHealthDescriptions: [] });
  elb.on(DescribeTargetHealthCommand, { TargetGroupArn: 'arn:b' }).resolves({
    TargetHealthDescriptions: [{ TargetHealth: { State: 'healthy' } }, { TargetHealth: { State: 'draining' } }],
  });
  ecs.on(DescribeServicesCommand, { cluster: 'cluster', services: ['orders'] }).resolves({
    services: [
      {
        taskSets: [
          { status: 'ACTIVE', loadBalancers: [{ targetGroupArn: 'arn:x' }], taskDefinition: 'new' },
          { status: 'PRIMARY', loadBalancers: [{ targetGroupArn: primary }], taskDefinition: 'old' },
        ],
      },
    ],
  });
  cloudWatch.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [
      { AlarmName: 'Errors', StateValue: 'ALARM' },
      { AlarmName: 'Slow', StateValue: 'INSUFFICIENT_DATA' },
    ],
  });
}

function weighted(blue: number, green: number): Listener {
  const TargetGroups = [
    { TargetGroupArn: 'arn:b', Weight: blue },
    { TargetGroupArn: 'arn:g', Weight: green },
  ];
  return { DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }] };
}

beforeEach(() => {
  for (const client of [codeDeploy, ecs, elb, cloudWatch]) client.reset();
  group();
});

describe('a deployment of CodeDeploy', () => {
  test('is read with its events, its candidate colour and its error', async () => {
    deployed({
      deploymentId: 'd-1',
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE', message: 'fired' },
      rollbackInfo: { rollbackDeploymentId: 'd-2' },
      autoRollbackConfiguration: { enabled: true },
      revision: { appSpecContent: { sha256: 'new' } },
      previousRevision: { appSpecContent: { sha256: 'old' } },
    });

    expect(await deployments().find('d-1')).toMatchObject({
      id: 'd-1',
      status: 'Stopped',
      error: { code: 'ALARM_ACTIVE', message: 'fired' },
      rollbackId: 'd-2',
      rollbackOf: undefined,
      rollsBack: true,
      terminationWaitStarted: false,
      sha256: 'new',
      previousSha256: 'old',
      events: [{ name: 'AllowTraffic', status: 'Failed', message: 'no' }],
      candidate: 'green',
    });
  });

  test("takes the candidate's colour from the target group, not from CodeDeploy's label", async () => {
    deployed({ deploymentId: 'd-1', status: 'InProgress' }, 'tg-b');
    expect((await deployments().find('d-1')).candidate).toBe('blue');
  });

  test('is a rollback when CodeDeploy made it for that', async () => {
    deployed({
      deploymentId: 'd-2',
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      rollbackInfo: { rollbackTriggeringDeploymentId: 'd-1' },
    });
    expect((await deployments().find('d-2')).rollbackOf).toBe('d-1');
  });

  test('has no events while it has no target', async () => {
    deployed({ deploymentId: 'd-1', status: 'Created' });
    codeDeploy
      .on(ListDeploymentTargetsCommand)
      .rejects(Object.assign(new Error(), { name: 'DeploymentNotStartedException' }));
    expect(await deployments().find('d-1')).toMatchObject({ status: 'Created', events: [], candidate: undefined });
  });

  test('comes newest first, whatever the order of the list', async () => {
    codeDeploy.on(ListDeploymentsCommand).resolves({ deployments: ['d-1', 'd-2', 'd-0'] });
    deployed({ deploymentId: 'd-1', status: 'Succeeded', createTime: new Date(1000) });
    deployed({ deploymentId: 'd-2', status: 'Succeeded', createTime: new Date(2000) });
    deployed({ deploymentId: 'd-0', status: 'Succeeded', createTime: new Date(500) });

    expect((await deployments().latest(SERVICE, 1)).map(({ id }) => id)).toEqual(['d-2']);
  });
});

describe('traffic', () => {
  test('is read from weights, target health, task sets and alarms', async () => {
    loadBalancer(weighted(90, 10));
    expect(await deployments().traffic(SERVICE)).toEqual({
      live: 'blue',
      weights: { blue: 90, green: 10 },
      healthyTargets: { blue: 1, green: 0 },
      version: 'old',
      firing: ['Errors'],
    });
  });

  test.each([
    [weighted(1, 0), { blue: 100, green: 0 }],
    [weighted(1, 3), { blue: 25, green: 75 }],
    [weighted(0, 0), { blue: 0, green: 0 }],
    [{ DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:g' }] } as Listener, { blue: 0, green: 100 }],
  ])('reads the weights of %j in percent', async (listener, weights) => {
    loadBalancer(listener);
    expect((await deployments().traffic(SERVICE)).weights).toEqual(weights);
  });

  test("is read from the service's own rule when it shares the listener with others", async () => {
    loadBalancer({ DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:of-another-service' }] });
    const rule = (RuleArn: string, listener: Listener) => ({ RuleArn, Actions: listener.DefaultActions });
    const others = { DefaultActions: [{ Type: 'forward' as const, TargetGroupArn: 'arn:x' }] };
    const input = { ListenerArn: SERVICE.productionListener };
    elb.on(DescribeRulesCommand, input).resolves({ Rules: [rule('a', others)], NextMarker: 'more' });
    elb.on(DescribeRulesCommand, { ...input, Marker: 'more' }).resolves({ Rules: [rule('b', weighted(30, 70))] });

    expect((await deployments().traffic(SERVICE)).weights).toEqual({ blue: 30, green: 70 });
  });

  test('is none when neither the listener nor a rule of it leads to the service', async () => {
    loadBalancer({ DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:of-another-service' }] });
    elb.on(DescribeRulesCommand).resolves({ Rules: [] });

    expect((await deployments().traffic(SERVICE)).weights).toEqual({ blue: 0, green: 0 });
  });

  test('is live where the PRIMARY task set is, even with less of the weight', async () => {
    loadBalancer(weighted(90, 10), 'arn:g');
    expect((await deployments().traffic(SERVICE)).live).toBe('green');
  });

  test('is live where the weight is when ECS names no task set', async () => {
    loadBalancer(weighted(0, 100), 'arn:unknown');
    expect((await deployments().traffic(SERVICE)).live).toBe('green');
  });

  test('does not ask for alarms when the group has none', async () => {
    loadBalancer(weighted(100, 0));
    codeDeploy.on(GetDeploymentGroupCommand).resolves({
      deploymentGroupInfo: {
        loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: [{ name: 'tg-b' }, { name: 'tg-g' }] }] },
      },
    });
    expect((await deployments().traffic(SERVICE)).firing).toEqual([]);
    // With no names DescribeAlarms would answer every alarm of the account.
    expect(cloudWatch.calls()).toHaveLength(0);
  });
});

describe('what is asked of CodeDeploy', () => {
  test('a release is an AppSpec text with its sha256', async () => {
    codeDeploy.on(CreateDeploymentCommand).resolves({ deploymentId: 'd-9' });

    expect(await deployments().create(SERVICE, { appSpec: '{}', sha256: 'abc', description: 'why' })).toBe('d-9');
    expect(codeDeploy.commandCalls(CreateDeploymentCommand)[0].args[0].input).toEqual({
      applicationName: 'app',
      deploymentGroupName: 'group',
      description: 'why',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content: '{}', sha256: 'abc' } },
    });
  });

  test('the id of a running release is taken from the text of the refusal', async () => {
    const message = "The Deployment Group 'group' already has an active Deployment 'd-RUNNING01'";
    codeDeploy.on(CreateDeploymentCommand).rejects(new DeploymentLimitExceededException({ message, $metadata: {} }));

    await expect(deployments().create(SERVICE, { appSpec: '{}', sha256: 'abc' })).rejects.toEqual(
      new ReleaseRunning('d-RUNNING01'),
    );
  });

  test('promoting, finishing and stopping', async () => {
    codeDeploy.on(ContinueDeploymentCommand).resolves({});
    codeDeploy.on(StopDeploymentCommand).resolves({ status: 'Pending' });

    await deployments().promote('d-1');
    await deployments().finish('d-1');
    await deployments().stop('d-1');

    expect(codeDeploy.commandCalls(ContinueDeploymentCommand).map((call) => call.args[0].input)).toEqual([
      { deploymentId: 'd-1', deploymentWaitType: 'READY_WAIT' },
      { deploymentId: 'd-1', deploymentWaitType: 'TERMINATION_WAIT' },
    ]);
    expect(codeDeploy.commandCalls(StopDeploymentCommand)[0].args[0].input).toEqual({
      deploymentId: 'd-1',
      autoRollbackEnabled: true,
    });
  });

  test('an earlier AppSpec by its sha256', async () => {
    codeDeploy
      .on(GetApplicationRevisionCommand, {
        applicationName: 'app',
        revision: { revisionType: 'AppSpecContent', appSpecContent: { sha256: 'old' } },
      })
      .resolves({ revision: { appSpecContent: { content: 'text' } } });
    expect(await deployments().appSpecOf(SERVICE, 'old')).toBe('text');
  });

  test('a task definition that does not exist is named', async () => {
    ecs
      .on(DescribeTaskDefinitionCommand)
      .rejects(new ClientException({ message: 'Unable to describe', $metadata: {} }));
    await expect(deployments().taskDefinition('orders:99')).rejects.toThrow("there is no task definition 'orders:99'");
  });
});
