import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type At, failure } from '../both';
import type { Except } from '../differences';
import { network } from '../network';

/** moto knows fewer attributes. */
const KNOWN_TO_BOTH = [
  'load_balancing.algorithm.type',
  'load_balancing.cross_zone.enabled',
  'slow_start.duration_seconds',
  'stickiness.enabled',
  'stickiness.type',
];

export async function story(at: At) {
  const { subnets, vpc, securityGroup } = await network(at);
  const elb = at(ElasticLoadBalancingV2Client);
  const balancer = await elb.send(
    new CreateLoadBalancerCommand({ Name: 'orders', Subnets: subnets, SecurityGroups: [securityGroup] }),
  );
  const LoadBalancerArn = balancer.LoadBalancers?.[0].LoadBalancerArn;
  const group = (Name: string) =>
    elb.send(
      new CreateTargetGroupCommand({
        Name,
        Protocol: 'HTTP',
        Port: 80,
        VpcId: vpc,
        TargetType: 'ip',
        HealthCheckPath: '/health',
      }),
    );
  const [blue, green] = [await group('blue'), await group('green')];
  const [blueArn, greenArn] = [blue, green].map(({ TargetGroups }) => TargetGroups?.[0].TargetGroupArn);
  const weighted = (blueWeight: number) => [
    {
      Type: 'forward' as const,
      ForwardConfig: {
        TargetGroups: [
          { TargetGroupArn: blueArn, Weight: blueWeight },
          { TargetGroupArn: greenArn, Weight: 100 - blueWeight },
        ],
      },
    },
  ];
  const listener = await elb.send(
    new CreateListenerCommand({ LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: weighted(100) }),
  );
  const ListenerArn = listener.Listeners?.[0].ListenerArn;
  const TargetGroupArn = blueArn;
  const nowhere = `${ListenerArn?.slice(0, -4)}0000`;
  return {
    balancer: balancer.LoadBalancers,
    blue: blue.TargetGroups,
    listener: listener.Listeners,
    sameName: await failure(
      elb.send(
        new CreateTargetGroupCommand({ Name: 'blue', Protocol: 'HTTP', Port: 81, VpcId: vpc, TargetType: 'ip' }),
      ),
    ),
    samePort: await failure(
      elb.send(
        new CreateListenerCommand({ LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: weighted(100) }),
      ),
    ),
    shifted: (await elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions: weighted(90) }))).Listeners,
    listeners: (await elb.send(new DescribeListenersCommand({ LoadBalancerArn }))).Listeners,
    noListener: await failure(elb.send(new DescribeListenersCommand({ ListenerArns: [nowhere] }))),
    noBalancer: await failure(elb.send(new DescribeLoadBalancersCommand({ Names: ['none'] }))),
    noGroup: await failure(elb.send(new DescribeTargetGroupsCommand({ Names: ['none'] }))),
    groups: (await elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }))).TargetGroups?.map(
      ({ TargetGroupName }) => TargetGroupName,
    ),
    attributes: (
      await elb.send(
        new ModifyTargetGroupAttributesCommand({
          TargetGroupArn,
          Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
        }),
      )
    ).Attributes?.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds'),
    someAttributes: (await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }))).Attributes?.filter(
      ({ Key = '' }) => KNOWN_TO_BOTH.includes(Key),
    ).sort((a, b) => String(a.Key).localeCompare(String(b.Key))),
    health: (await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))).TargetHealthDescriptions,
    rule: (
      await elb.send(
        new CreateRuleCommand({
          ListenerArn,
          Priority: 10,
          Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
          Actions: weighted(100),
        }),
      )
    ).Rules,
    samePriority: await failure(
      elb.send(
        new CreateRuleCommand({
          ListenerArn,
          Priority: 10,
          Conditions: [{ Field: 'path-pattern', Values: ['/b/*'] }],
          Actions: weighted(100),
        }),
      ),
    ),
    rules: (await elb.send(new DescribeRulesCommand({ ListenerArn }))).Rules?.map(({ Priority, IsDefault }) => ({
      Priority,
      IsDefault,
    })),
    tags: (await elb.send(new DescribeTagsCommand({ ResourceArns: [TargetGroupArn ?? ''] }))).TagDescriptions,
    inUse: await failure(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn }))),
  };
}

export const except: Except = {
  'balancer.0.DNSName': 'ours is a name of this computer',
  'balancer.0.CanonicalHostedZoneId': 'moto has an example',
  'balancer.0.Scheme': 'moto leaves out the default',
  'balancer.0.State.Code': 'ours is active at once',
  'balancer.0.VpcId': 'ours carries networks without looking at them',
  'balancer.0.SecurityGroups.0': 'ours carries networks without looking at them',
  'balancer.0.AvailabilityZones.*.SubnetId': 'ours carries networks without looking at them',
  'blue.0.VpcId': 'ours carries networks without looking at them',
  'blue.0.LoadBalancerArns': 'moto leaves out the empty list',
  '*.0.SslPolicy': 'a listener without TLS has none',
  '*.0.AlpnPolicy': 'only a TLS listener has one',
  samePort: 'moto takes a second listener on a port',
  'listeners.1': 'moto takes a second listener on a port',
  'rule.0.Conditions.0.PathPatternConfig': 'moto answers the form of the request only',
};
