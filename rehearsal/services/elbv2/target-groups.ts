import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { checkGroupMayBeSticky, isSticky } from './actions';
import {
  attributeList,
  checkedAttributes,
  checkTogether,
  defaultAttributes,
  TARGET_GROUP_ATTRIBUTES,
} from './attributes';
import { required } from './errors';
import { checkHealthCheck, defaultHealthCheck, givenHealthCheck } from './health-check-settings';
import { checkName } from './names';
import type { TargetGroupRecord } from './records';
import { type Elbv2State, groupsOf } from './state';
import { setTags } from './tags';

/** The operations on target groups. */
export function targetGroupOperations(state: Elbv2State, cloud: Cloud) {
  const described = (record: TargetGroupRecord): TargetGroup => ({
    ...record.description,
    LoadBalancerArns: state.loadBalancersOf(record.arn),
  });

  return {
    CreateTargetGroup: (input: CreateTargetGroupInput): CreateTargetGroupOutput => {
      const name = checkName(input.Name, 'Target group');
      const description = settingsOf(input, cloud);
      const existing = [...state.targetGroups.values()].find((one) => one.name === name);
      if (existing) {
        if (isSame(existing.description, description)) return { TargetGroups: [described(existing)] };
        throw new AwsError(
          'DuplicateTargetGroupName',
          `A target group with the same name '${name}' exists, but with different settings`,
        );
      }
      const arn = cloud.arn('elasticloadbalancing', `targetgroup/${name}/${state.nextId()}`);
      const record: TargetGroupRecord = {
        arn,
        name,
        description: { TargetGroupArn: arn, TargetGroupName: name, ...description },
        attributes: defaultAttributes(TARGET_GROUP_ATTRIBUTES),
        targets: new Map(),
        inUse: false,
      };
      state.targetGroups.set(arn, record);
      setTags(state, arn, input.Tags);
      return { TargetGroups: [described(record)] };
    },

    /** Replaces only the settings given. */
    ModifyTargetGroup: (input: ModifyTargetGroupInput): ModifyTargetGroupOutput => {
      const record = state.targetGroup(input.TargetGroupArn);
      const settings = { ...record.description, ...givenHealthCheck(input) };
      checkHealthCheck(settings);
      record.description = settings;
      return { TargetGroups: [described(record)] };
    },

    DescribeTargetGroups: (input: DescribeTargetGroupsInput): DescribeTargetGroupsOutput => {
      if (input.TargetGroupArns?.length) {
        return { TargetGroups: input.TargetGroupArns.map((arn) => described(state.targetGroup(arn))) };
      }
      let wanted = [...state.targetGroups.values()];
      if (input.Names?.length) {
        wanted = input.Names.map((name) => {
          const found = wanted.find((one) => one.name === name);
          if (!found) throw new AwsError('TargetGroupNotFound', `Target groups '[${name}]' not found`);
          return found;
        });
      }
      if (input.LoadBalancerArn) {
        const loadBalancer = state.loadBalancer(input.LoadBalancerArn);
        wanted = wanted.filter((one) => state.loadBalancersOf(one.arn).includes(loadBalancer.arn));
      }
      return { TargetGroups: wanted.map(described) };
    },

    DescribeTargetGroupAttributes: (
      input: DescribeTargetGroupAttributesInput,
    ): DescribeTargetGroupAttributesOutput => ({
      Attributes: attributeList(state.targetGroup(input.TargetGroupArn).attributes),
    }),

    ModifyTargetGroupAttributes: (input: ModifyTargetGroupAttributesInput): ModifyTargetGroupAttributesOutput => {
      const record = state.targetGroup(input.TargetGroupArn);
      const wanted = checkedAttributes(TARGET_GROUP_ATTRIBUTES, input.Attributes);
      const together = new Map([...record.attributes, ...wanted]);
      checkTogether(together);
      if (together.get('stickiness.enabled') === 'true' && !isSticky(record)) checkGroupMayBeSticky(state, record);
      for (const [key, value] of wanted) record.attributes.set(key, value);
      return { Attributes: attributeList(record.attributes) };
    },

    /** Deleting one that is not there succeeds, as in AWS. */
    DeleteTargetGroup: (input: DeleteTargetGroupInput): DeleteTargetGroupOutput => {
      const arn = required(input.TargetGroupArn, 'TargetGroupArn');
      if (state.allActions().some((one) => groupsOf(one.actions).includes(arn))) {
        throw new AwsError('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
      }
      state.targetGroups.delete(arn);
      state.tags.delete(arn);
      return {};
    },
  };
}

/** All settings of a new group but its name, with AWS's defaults. */
function settingsOf(input: CreateTargetGroupInput, cloud: Cloud): TargetGroup {
  const type = input.TargetType ?? 'instance';
  const settings: TargetGroup = {
    TargetType: type,
    IpAddressType: input.IpAddressType ?? 'ipv4',
    ...(type !== 'lambda' && {
      Protocol: required(input.Protocol, 'Protocol'),
      Port: required(input.Port, 'Port'),
      VpcId: required(input.VpcId, 'VpcId'),
      ProtocolVersion: input.ProtocolVersion ?? 'HTTP1',
    }),
    ...defaultHealthCheck(input, cloud.switches),
    ...givenHealthCheck(input),
  };
  checkHealthCheck(settings);
  return settings;
}

function isSame(existing: TargetGroup, wanted: TargetGroup): boolean {
  const keys = Object.keys(wanted) as (keyof TargetGroup)[];
  return keys.every((key) => JSON.stringify(existing[key]) === JSON.stringify(wanted[key]));
}
