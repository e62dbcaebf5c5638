import { isDeepStrictEqual } from 'node:util';
import type * as sdk from '@aws-sdk/client-auto-scaling';
import { type ProviderContext, type Providers, provider } from '../provider';
import { untilGone, untilStable } from './autoscaling-stable';
import { number } from './names';

/** The properties that CloudFormation writes in its own way; the others have the API's names. */
type Group = Omit<
  sdk.CreateAutoScalingGroupType,
  'VPCZoneIdentifier' | 'MinSize' | 'MaxSize' | 'DesiredCapacity' | 'Tags'
> & {
  readonly VPCZoneIdentifier?: readonly string[];
  readonly MinSize: string | number;
  readonly MaxSize: string | number;
  readonly DesiredCapacity?: string | number;
  readonly Tags?: readonly sdk.Tag[];
};

/**
 * AWS::AutoScaling. `CreationPolicy` and the replacing and rolling kinds of `UpdatePolicy` are carried without behaviour: a
 * changed launch template reaches the instances by an instance refresh, not by the stack.
 */
export const autoScalingProviders: Providers = {
  'AWS::AutoScaling::AutoScalingGroup': provider<Group>({
    replaceOn: ['AutoScalingGroupName'],
    create: async (properties, context) => {
      const AutoScalingGroupName = properties.AutoScalingGroupName ?? context.physicalName(255);
      const input = { ...groupInput(properties), Tags: tagsOf(properties, AutoScalingGroupName), AutoScalingGroupName };
      await context.call('autoscaling', 'CreateAutoScalingGroup', input);
      const existing = { physicalId: AutoScalingGroupName, attributes: {} };
      context.initiated(existing);
      await untilStable(AutoScalingGroupName, context);
      return existing;
    },
    /**
     * Everything that the template says is sent; a desired capacity that it does not name stays what it is. With
     * `IgnoreUnmodifiedGroupSizeProperties`, which CDK sets, sizes are sent only when the template changed them.
     *
     * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html
     */
    update: async (properties, old, { physicalId: AutoScalingGroupName }, context) => {
      const { TargetGroupARNs: _arns, LifecycleHookSpecificationList: _hooks, ...given } = groupInput(properties);
      const input = ignoresSizes(context) ? { ...given, ...changedSizes(properties, old) } : given;
      await context.call('autoscaling', 'UpdateAutoScalingGroup', { ...input, AutoScalingGroupName });
      await moveTargetGroups(AutoScalingGroupName, properties, old, context);
      await moveTags(AutoScalingGroupName, properties, old, context);
      await untilStable(AutoScalingGroupName, context);
      return undefined;
    },
    delete: async ({ physicalId: AutoScalingGroupName }, _properties, context) => {
      await context.call('autoscaling', 'DeleteAutoScalingGroup', { AutoScalingGroupName, ForceDelete: true });
      await untilGone(AutoScalingGroupName, context);
    },
  }),

  'AWS::AutoScaling::WarmPool': provider<sdk.PutWarmPoolType>({
    replaceOn: ['AutoScalingGroupName'],
    create: async (properties, context) => {
      await context.call('autoscaling', 'PutWarmPool', warmPoolInput(properties));
      return { physicalId: properties.AutoScalingGroupName ?? '', attributes: {} };
    },
    update: async (properties, _old, _existing, context) => {
      await context.call('autoscaling', 'PutWarmPool', warmPoolInput(properties));
      return undefined;
    },
    delete: async (_existing, { AutoScalingGroupName }, context) => {
      await context.call('autoscaling', 'DeleteWarmPool', { AutoScalingGroupName, ForceDelete: true });
    },
  }),

  'AWS::AutoScaling::ScalingPolicy': provider<sdk.PutScalingPolicyType>({
    replaceOn: ['AutoScalingGroupName'],
    create: async (properties, context) => {
      const PolicyName = context.physicalName();
      const input = { ...properties, PolicyName };
      const made = await context.call<sdk.PutScalingPolicyType, sdk.PolicyARNType>(
        'autoscaling',
        'PutScalingPolicy',
        input,
      );
      const Arn = made.PolicyARN ?? '';
      return { physicalId: Arn, attributes: { Arn, PolicyName } };
    },
    update: async (properties, _old, { attributes }, context) => {
      const PolicyName = String(attributes.PolicyName);
      await context.call('autoscaling', 'PutScalingPolicy', { ...properties, PolicyName });
      return undefined;
    },
    delete: async ({ physicalId: PolicyName }, { AutoScalingGroupName }, context) => {
      await context.call('autoscaling', 'DeletePolicy', { AutoScalingGroupName, PolicyName });
    },
  }),

  'AWS::AutoScaling::LifecycleHook': provider<sdk.PutLifecycleHookType>({
    replaceOn: ['AutoScalingGroupName', 'LifecycleHookName'],
    create: async (properties, context) => {
      const LifecycleHookName = properties.LifecycleHookName ?? context.physicalName(255);
      await context.call('autoscaling', 'PutLifecycleHook', { ...hookInput(properties), LifecycleHookName });
      return { physicalId: LifecycleHookName, attributes: {} };
    },
    update: async (properties, _old, { physicalId: LifecycleHookName }, context) => {
      await context.call('autoscaling', 'PutLifecycleHook', { ...hookInput(properties), LifecycleHookName });
      return undefined;
    },
    delete: async ({ physicalId: LifecycleHookName }, { AutoScalingGroupName }, context) => {
      await context.call('autoscaling', 'DeleteLifecycleHook', { AutoScalingGroupName, LifecycleHookName });
    },
  }),
};

function ignoresSizes({ updatePolicy }: ProviderContext): boolean {
  const policy = updatePolicy?.AutoScalingScheduledAction as Record<string, unknown> | undefined;
  return String(policy?.IgnoreUnmodifiedGroupSizeProperties) === 'true';
}

/** The sizes that differ between the two templates; undefined for those that do not. */
function changedSizes(now: Group, old: Group) {
  const changed = (size: 'MinSize' | 'MaxSize' | 'DesiredCapacity') =>
    number(now[size]) === number(old[size]) ? undefined : number(now[size]);
  return {
    MinSize: changed('MinSize'),
    MaxSize: changed('MaxSize'),
    DesiredCapacity: changed('DesiredCapacity'),
  };
}

/** Numbers may be texts in a template, and the subnets are a list. */
function groupInput({ Tags: _tags, VPCZoneIdentifier: subnets, ...rest }: Group) {
  return {
    ...rest,
    MinSize: number(rest.MinSize),
    MaxSize: number(rest.MaxSize),
    DesiredCapacity: number(rest.DesiredCapacity),
    HealthCheckGracePeriod: number(rest.HealthCheckGracePeriod),
    DefaultInstanceWarmup: number(rest.DefaultInstanceWarmup),
    VPCZoneIdentifier: subnets?.join(','),
  };
}

function warmPoolInput(properties: sdk.PutWarmPoolType): sdk.PutWarmPoolType {
  const { MinSize, MaxGroupPreparedCapacity } = properties;
  return {
    ...properties,
    MinSize: number(MinSize),
    MaxGroupPreparedCapacity: number(MaxGroupPreparedCapacity),
  };
}

function hookInput(properties: sdk.PutLifecycleHookType): sdk.PutLifecycleHookType {
  return { ...properties, HeartbeatTimeout: number(properties.HeartbeatTimeout) };
}

function tagsOf({ Tags = [] }: Group, ResourceId: string): sdk.Tag[] {
  return Tags.map((one) => ({
    ...one,
    ResourceId,
    ResourceType: 'auto-scaling-group',
    PropagateAtLaunch: String(one.PropagateAtLaunch) === 'true',
  }));
}

async function moveTargetGroups(AutoScalingGroupName: string, now: Group, old: Group, context: ProviderContext) {
  const [next, before] = [now.TargetGroupARNs ?? [], old.TargetGroupARNs ?? []];
  const added = next.filter((one) => !before.includes(one));
  const removed = before.filter((one) => !next.includes(one));
  const call = (operation: string, TargetGroupARNs: string[]) =>
    context.call('autoscaling', operation, { AutoScalingGroupName, TargetGroupARNs });
  if (added.length > 0) await call('AttachLoadBalancerTargetGroups', added);
  if (removed.length > 0) await call('DetachLoadBalancerTargetGroups', removed);
}

async function moveTags(name: string, now: Group, old: Group, context: ProviderContext): Promise<void> {
  if (isDeepStrictEqual(now.Tags, old.Tags)) return;
  const next = tagsOf(now, name);
  const removed = tagsOf(old, name).filter((one) => !next.some(({ Key }) => Key === one.Key));
  if (removed.length > 0) await context.call('autoscaling', 'DeleteTags', { Tags: removed });
  if (next.length > 0) await context.call('autoscaling', 'CreateOrUpdateTags', { Tags: next });
}
