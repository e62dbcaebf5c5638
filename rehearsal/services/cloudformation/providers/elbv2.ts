import type * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../../aws-error';
import { type Existing, type ProviderContext, type Providers, provider } from '../provider';
import { number } from './names';

const ELB = 'elasticloadbalancing';

type Attributes = readonly { readonly Key?: string; readonly Value?: unknown }[];
type LoadBalancer = sdk.CreateLoadBalancerInput & { LoadBalancerAttributes?: Attributes };
type TargetGroup = sdk.CreateTargetGroupInput & {
  TargetGroupAttributes?: Attributes;
  Targets?: sdk.TargetDescription[];
};
type Listener = sdk.CreateListenerInput & { ListenerAttributes?: Attributes };

/** AWS::ElasticLoadBalancingV2 */
export const elbv2Providers: Providers = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': provider<LoadBalancer>({
    replaceOn: ['Name', 'Scheme', 'Type'],
    seconds: 2,
    create: async ({ LoadBalancerAttributes: attributes, ...rest }, context) => {
      const input = { ...rest, Name: rest.Name ?? context.physicalName(32) };
      const made = await context.call<LoadBalancer, sdk.CreateLoadBalancerOutput>(ELB, 'CreateLoadBalancer', input);
      const loadBalancer = only(made.LoadBalancers, 'load balancer');
      const LoadBalancerArn = loadBalancer.LoadBalancerArn ?? '';
      const existing = {
        physicalId: LoadBalancerArn,
        attributes: {
          LoadBalancerArn,
          DNSName: loadBalancer.DNSName,
          CanonicalHostedZoneID: loadBalancer.CanonicalHostedZoneId,
          LoadBalancerName: loadBalancer.LoadBalancerName,
          LoadBalancerFullName: LoadBalancerArn.split(':loadbalancer/')[1],
          SecurityGroups: loadBalancer.SecurityGroups ?? [],
        },
      };
      context.initiated(existing);
      await setAttributes(context, 'ModifyLoadBalancerAttributes', { LoadBalancerArn }, attributes);
      return existing;
    },
    update: async ({ LoadBalancerAttributes, SecurityGroups, Subnets }, old, { physicalId }, context) => {
      const LoadBalancerArn = physicalId;
      if (SecurityGroups && isChanged(SecurityGroups, old.SecurityGroups))
        await context.call(ELB, 'SetSecurityGroups', { LoadBalancerArn, SecurityGroups });
      if (Subnets && isChanged(Subnets, old.Subnets))
        await context.call(ELB, 'SetSubnets', { LoadBalancerArn, Subnets });
      await setAttributes(context, 'ModifyLoadBalancerAttributes', { LoadBalancerArn }, LoadBalancerAttributes);
      return undefined;
    },
    delete: async ({ physicalId: LoadBalancerArn }, _properties, context) => {
      await context.call(ELB, 'DeleteLoadBalancer', { LoadBalancerArn });
    },
  }),

  'AWS::ElasticLoadBalancingV2::TargetGroup': provider<TargetGroup>({
    replaceOn: ['Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId', 'IpAddressType'],
    create: async ({ TargetGroupAttributes: attributes, Targets, ...rest }, context) => {
      const input = withNumbers({ ...rest, Name: rest.Name ?? context.physicalName(32) });
      const made = await context.call<TargetGroup, sdk.CreateTargetGroupOutput>(ELB, 'CreateTargetGroup', input);
      const group = only(made.TargetGroups, 'target group');
      const TargetGroupArn = group.TargetGroupArn ?? '';
      const existing = {
        physicalId: TargetGroupArn,
        attributes: {
          TargetGroupArn,
          TargetGroupName: group.TargetGroupName,
          TargetGroupFullName: TargetGroupArn.slice(TargetGroupArn.lastIndexOf(':') + 1),
          LoadBalancerArns: [],
        },
      };
      context.initiated(existing);
      await setAttributes(context, 'ModifyTargetGroupAttributes', { TargetGroupArn }, attributes);
      if (Targets?.length) await context.call(ELB, 'RegisterTargets', { TargetGroupArn, Targets });
      return existing;
    },
    update: async ({ TargetGroupAttributes, Targets: _targets, ...rest }, _old, { physicalId }, context) => {
      const { Name: _name, Port, Protocol, ProtocolVersion, TargetType, VpcId, Tags, ...health } = withNumbers(rest);
      await context.call(ELB, 'ModifyTargetGroup', { TargetGroupArn: physicalId, ...health });
      await setAttributes(
        context,
        'ModifyTargetGroupAttributes',
        { TargetGroupArn: physicalId },
        TargetGroupAttributes,
      );
      return undefined;
    },
    delete: async ({ physicalId: TargetGroupArn }, _properties, context) => {
      await context.call(ELB, 'DeleteTargetGroup', { TargetGroupArn });
    },
  }),

  'AWS::ElasticLoadBalancingV2::Listener': provider<Listener>({
    replaceOn: ['LoadBalancerArn'],
    find: async ({ ListenerArn }, context) => {
      const input = { ListenerArns: [String(ListenerArn)] };
      const found = await context.call<object, sdk.DescribeListenersOutput>(ELB, 'DescribeListeners', input);
      const arn = only(found.Listeners, 'listener').ListenerArn ?? '';
      return { physicalId: arn, attributes: { ListenerArn: arn } };
    },
    create: async ({ ListenerAttributes: _attributes, ...rest }, context) => {
      const input = { ...rest, Port: number(rest.Port) };
      const made = await context.call<Listener, sdk.CreateListenerOutput>(ELB, 'CreateListener', input);
      const ListenerArn = only(made.Listeners, 'listener').ListenerArn ?? '';
      return { physicalId: ListenerArn, attributes: { ListenerArn } };
    },
    update: async (properties, _old, { physicalId: ListenerArn }, context) => {
      const { LoadBalancerArn: _arn, ListenerAttributes: _attributes, Tags: _tags, ...rest } = properties;
      await context.call(ELB, 'ModifyListener', { ListenerArn, ...rest, Port: number(rest.Port) });
      return undefined;
    },
    delete: async ({ physicalId: ListenerArn }, _properties, context) => {
      await context.call(ELB, 'DeleteListener', { ListenerArn });
    },
  }),

  'AWS::ElasticLoadBalancingV2::ListenerRule': provider<sdk.CreateRuleInput>({
    replaceOn: ['ListenerArn'],
    find: async ({ RuleArn }, context) => {
      const input = { RuleArns: [String(RuleArn)] };
      const found = await context.call<object, sdk.DescribeRulesOutput>(ELB, 'DescribeRules', input);
      const arn = only(found.Rules, 'rule').RuleArn ?? '';
      return { physicalId: arn, attributes: { RuleArn: arn, IsDefault: false } };
    },
    create: async (properties, context) => {
      const input = { ...properties, Priority: number(properties.Priority) };
      const made = await context.call<sdk.CreateRuleInput, sdk.CreateRuleOutput>(ELB, 'CreateRule', input);
      const RuleArn = only(made.Rules, 'rule').RuleArn ?? '';
      return { physicalId: RuleArn, attributes: { RuleArn, IsDefault: false } };
    },
    update: async ({ Actions, Conditions, Priority }, old, { physicalId: RuleArn }, context) => {
      await context.call(ELB, 'ModifyRule', { RuleArn, Actions, Conditions });
      if (number(Priority) !== number(old.Priority))
        await context.call(ELB, 'SetRulePriorities', { RulePriorities: [{ RuleArn, Priority: number(Priority) }] });
      return undefined;
    },
    delete: async ({ physicalId: RuleArn }, _properties, context) => {
      await context.call(ELB, 'DeleteRule', { RuleArn });
    },
  }),

  'AWS::ElasticLoadBalancingV2::ListenerCertificate': {
    inert: true,
    create: (_properties, context): Existing => ({ physicalId: context.physicalName(), attributes: {} }),
  },
};

async function setAttributes(
  context: ProviderContext,
  operation: string,
  target: object,
  attributes: Attributes = [],
): Promise<void> {
  if (attributes.length === 0) return;
  const Attributes = attributes.map(({ Key, Value }) => ({ Key, Value: String(Value) }));
  await context.call(ELB, operation, { ...target, Attributes });
}

/** Templates may write numbers as texts. */
function withNumbers<T extends sdk.CreateTargetGroupInput>(input: T): T {
  return {
    ...input,
    Port: number(input.Port),
    HealthCheckIntervalSeconds: number(input.HealthCheckIntervalSeconds),
    HealthCheckTimeoutSeconds: number(input.HealthCheckTimeoutSeconds),
    HealthyThresholdCount: number(input.HealthyThresholdCount),
    UnhealthyThresholdCount: number(input.UnhealthyThresholdCount),
  };
}

function only<T>(list: readonly T[] | undefined, what: string): T {
  const one = list?.[0];
  if (one === undefined) throw new AwsError('InternalFailure', `Elastic Load Balancing answered no ${what}`);
  return one;
}

function isChanged(now: unknown, before: unknown): boolean {
  return JSON.stringify(now) !== JSON.stringify(before);
}
