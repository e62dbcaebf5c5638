import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
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
import { descriptor } from '../commands/fakes';

const codeDeploy = mockClient(CodeDeployClient);
const ecs = mockClient(ECSClient);
const elb = mockClient(ElasticLoadBalancingV2Client);
const cloudWatch = mockClient(CloudWatchClient);

const SERVICE = descriptor();

/** The traffic, through what reads the deployment group first. */
function trafficOf() {
  const region = { region: 'us-east-1' };
  return new SdkDeployments({
    codeDeploy: new CodeDeployClient(region),
    ecs: new ECSClient(region),
    elb: new ElasticLoadBalancingV2Client(region),
    cloudWatch: new CloudWatchClient(region),
  }).traffic(SERVICE);
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

describe('traffic', () => {
  test('is read from weights, target health, task sets and alarms', async () => {
    loadBalancer(weighted(90, 10));
    expect(await trafficOf()).toEqual({
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
    expect((await trafficOf()).weights).toEqual(weights);
  });

  test("is read from the service's own rule when it shares the listener with others", async () => {
    loadBalancer({ DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:of-another-service' }] });
    const rule = (RuleArn: string, listener: Listener) => ({ RuleArn, Actions: listener.DefaultActions });
    const others = { DefaultActions: [{ Type: 'forward' as const, TargetGroupArn: 'arn:x' }] };
    const input = { ListenerArn: SERVICE.productionListener };
    elb.on(DescribeRulesCommand, input).resolves({ Rules: [rule('a', others)], NextMarker: 'more' });
    elb.on(DescribeRulesCommand, { ...input, Marker: 'more' }).resolves({ Rules: [rule('b', weighted(30, 70))] });

    expect((await trafficOf()).weights).toEqual({ blue: 30, green: 70 });
  });

  test('is none when neither the listener nor a rule of it leads to the service', async () => {
    loadBalancer({ DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:of-another-service' }] });
    elb.on(DescribeRulesCommand).resolves({ Rules: [] });

    expect((await trafficOf()).weights).toEqual({ blue: 0, green: 0 });
  });

  test('is live where the PRIMARY task set is, even with less of the weight', async () => {
    loadBalancer(weighted(90, 10), 'arn:g');
    expect((await trafficOf()).live).toBe('green');
  });

  test('is live where the weight is when ECS names no task set', async () => {
    loadBalancer(weighted(0, 100), 'arn:unknown');
    expect((await trafficOf()).live).toBe('green');
  });

  test('does not ask for alarms when the group has none', async () => {
    loadBalancer(weighted(100, 0));
    codeDeploy.on(GetDeploymentGroupCommand).resolves({
      deploymentGroupInfo: {
        loadBalancerInfo: { targetGroupPairInfoList: [{ targetGroups: [{ name: 'tg-b' }, { name: 'tg-g' }] }] },
      },
    });
    expect((await trafficOf()).firing).toEqual([]);
    // With no names DescribeAlarms would answer every alarm of the account.
    expect(cloudWatch.calls()).toHaveLength(0);
  });
});
