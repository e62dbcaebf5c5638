import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
  LoadBalancerTypeEnum,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
  SetSubnetsInput,
  SetSubnetsOutput,
  SubnetMapping,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { attributeList, checkedAttributes, defaultAttributes, LOAD_BALANCER_ATTRIBUTES } from './attributes';
import { required, validationError } from './errors';
import { checkName } from './names';
import type { Elbv2State } from './state';
import { setTags } from './tags';

/** AWS's hosted zone of application load balancers in us-east-1; what it is matters to nobody, that it is there does. */
const HOSTED_ZONE = 'Z35SXDOTRQ7X7K';

const KIND_IN_ARN: Record<LoadBalancerTypeEnum, string> = { application: 'app', network: 'net', gateway: 'gwy' };

/** The operations on load balancers. */
export function loadBalancerOperations(state: Elbv2State, cloud: Cloud) {
  return {
    CreateLoadBalancer: (input: CreateLoadBalancerInput): CreateLoadBalancerOutput => {
      const name = checkName(input.Name, 'Load balancer');
      const type = input.Type ?? 'application';
      const scheme = input.Scheme ?? 'internet-facing';
      const existing = [...state.loadBalancers.values()].find((one) => one.name === name);
      if (existing) {
        if (existing.description.Type === type && existing.description.Scheme === scheme) {
          return { LoadBalancers: [existing.description] };
        }
        throw new AwsError(
          'DuplicateLoadBalancerName',
          `A load balancer with the same name '${name}' exists, but with different settings`,
        );
      }
      const id = state.nextId();
      const arn = cloud.arn('elasticloadbalancing', `loadbalancer/${KIND_IN_ARN[type]}/${name}/${id}`);
      const zones = zonesOf(cloud, input.Subnets, input.SubnetMappings);
      if (zones.length === 0) throw validationError('At least one subnet must be specified');
      const description = {
        LoadBalancerArn: arn,
        DNSName: `${scheme === 'internal' ? 'internal-' : ''}${name}-${Number.parseInt(id.slice(0, 8), 16)}.${cloud.region}.elb.localhost`,
        CanonicalHostedZoneId: HOSTED_ZONE,
        CreatedTime: new Date(cloud.clock.now()),
        LoadBalancerName: name,
        Scheme: scheme,
        VpcId: 'vpc-local',
        State: { Code: 'active' as const },
        Type: type,
        AvailabilityZones: zones,
        SecurityGroups: input.SecurityGroups ?? [],
        IpAddressType: input.IpAddressType ?? 'ipv4',
      };
      state.loadBalancers.set(arn, { arn, name, description, attributes: defaultAttributes(LOAD_BALANCER_ATTRIBUTES) });
      setTags(state, arn, input.Tags);
      return { LoadBalancers: [description] };
    },

    DescribeLoadBalancers: (input: DescribeLoadBalancersInput): DescribeLoadBalancersOutput => {
      const all = [...state.loadBalancers.values()];
      if (input.LoadBalancerArns?.length) {
        return { LoadBalancers: input.LoadBalancerArns.map((arn) => state.loadBalancer(arn).description) };
      }
      const names = input.Names ?? [];
      const missing = names.filter((name) => !all.some((one) => one.name === name));
      if (missing.length > 0) {
        throw new AwsError('LoadBalancerNotFound', `Load balancers '[${missing.join(', ')}]' not found`);
      }
      const wanted = names.length > 0 ? all.filter((one) => names.includes(one.name)) : all;
      return { LoadBalancers: wanted.map((one) => one.description) };
    },

    DescribeLoadBalancerAttributes: (
      input: DescribeLoadBalancerAttributesInput,
    ): DescribeLoadBalancerAttributesOutput => ({
      Attributes: attributeList(state.loadBalancer(input.LoadBalancerArn).attributes),
    }),

    ModifyLoadBalancerAttributes: (input: ModifyLoadBalancerAttributesInput): ModifyLoadBalancerAttributesOutput => {
      const { attributes } = state.loadBalancer(input.LoadBalancerArn);
      const wanted = checkedAttributes(LOAD_BALANCER_ATTRIBUTES, input.Attributes);
      for (const [key, value] of wanted) attributes.set(key, value);
      return { Attributes: attributeList(attributes) };
    },

    SetSecurityGroups: (input: SetSecurityGroupsInput): SetSecurityGroupsOutput => {
      const record = state.loadBalancer(input.LoadBalancerArn);
      const groups = required(input.SecurityGroups, 'SecurityGroups');
      record.description = { ...record.description, SecurityGroups: groups };
      return { SecurityGroupIds: groups };
    },

    SetSubnets: (input: SetSubnetsInput): SetSubnetsOutput => {
      const record = state.loadBalancer(input.LoadBalancerArn);
      const zones = zonesOf(cloud, input.Subnets, input.SubnetMappings);
      record.description = { ...record.description, AvailabilityZones: zones };
      return { AvailabilityZones: zones, IpAddressType: record.description.IpAddressType };
    },

    /** Takes its listeners and their rules along. Deleting one that is not there succeeds, as in AWS. */
    DeleteLoadBalancer: (input: DeleteLoadBalancerInput): DeleteLoadBalancerOutput => {
      const record = state.loadBalancers.get(input.LoadBalancerArn ?? '');
      if (!record) return {};
      if (record.attributes.get('deletion_protection.enabled') === 'true') {
        throw new AwsError(
          'OperationNotPermitted',
          `Load balancer '${record.arn}' cannot be deleted because deletion protection is enabled`,
        );
      }
      for (const listener of state.listenersOf(record.arn)) {
        for (const rule of state.rulesOf(listener.arn)) state.rules.delete(rule.arn);
        state.listeners.delete(listener.arn);
      }
      state.loadBalancers.delete(record.arn);
      state.tags.delete(record.arn);
      return {};
    },
  };
}

/** There is no VPC here: subnets get the zones of the region in turn. */
function zonesOf(cloud: Cloud, subnets: string[] | undefined, mappings: SubnetMapping[] | undefined) {
  const ids = subnets ?? (mappings ?? []).map((one) => required(one.SubnetId, 'SubnetId'));
  return ids.map((SubnetId, index) => ({ SubnetId, ZoneName: cloud.region + 'abcdef'[index % 6] }));
}
