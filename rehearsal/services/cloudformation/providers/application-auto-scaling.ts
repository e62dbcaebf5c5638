import type * as sdk from '@aws-sdk/client-application-auto-scaling';
import { type ProviderContext, type Providers, provider } from '../provider';
import { number } from './names';

type TargetProperties = sdk.RegisterScalableTargetRequest & { readonly ScheduledActions?: unknown[] };

interface PolicyProperties extends sdk.PutScalingPolicyRequest {
  /** What `Ref` of a target is; instead of the three that name it. */
  readonly ScalingTargetId?: string;
}

const SERVICE = 'application-autoscaling';

/** AWS::ApplicationAutoScaling. Scheduled actions of a target are carried without effect. */
export const applicationAutoScalingProviders: Providers = {
  'AWS::ApplicationAutoScaling::ScalableTarget': provider<TargetProperties>({
    replaceOn: ['ResourceId', 'ScalableDimension', 'ServiceNamespace'],
    create: (properties, context) => register(properties, context),
    update: (properties, _old, _existing, context) => register(properties, context),
    delete: async (_existing, { ServiceNamespace, ResourceId, ScalableDimension }, context) => {
      const input = { ServiceNamespace, ResourceId, ScalableDimension };
      await context.call(SERVICE, 'DeregisterScalableTarget', input);
    },
  }),

  'AWS::ApplicationAutoScaling::ScalingPolicy': provider<PolicyProperties>({
    replaceOn: ['PolicyName', 'ScalingTargetId', 'ResourceId', 'ScalableDimension', 'ServiceNamespace'],
    create: (properties, context) => putPolicy(properties, context),
    update: (properties, _old, _existing, context) => putPolicy(properties, context),
    delete: async (_existing, properties, context) => {
      const input = { ...targetOf(properties), PolicyName: properties.PolicyName };
      await context.call(SERVICE, 'DeleteScalingPolicy', input);
    },
  }),
};

async function register({ ScheduledActions: _, ...properties }: TargetProperties, context: ProviderContext) {
  const [MinCapacity, MaxCapacity] = [number(properties.MinCapacity), number(properties.MaxCapacity)];
  await context.call(SERVICE, 'RegisterScalableTarget', { ...properties, MinCapacity, MaxCapacity });
  const { ResourceId, ScalableDimension, ServiceNamespace } = properties;
  const id = [ResourceId, ScalableDimension, ServiceNamespace].join('|');
  return { physicalId: id, attributes: { Id: id } };
}

async function putPolicy(properties: PolicyProperties, context: ProviderContext) {
  const { ScalingTargetId: _, ...policy } = properties;
  const input = { ...policy, ...targetOf(properties) };
  const { PolicyARN = '' } = await context.call<object, sdk.PutScalingPolicyResponse>(
    SERVICE,
    'PutScalingPolicy',
    input,
  );
  return { physicalId: PolicyARN, attributes: { Arn: PolicyARN } };
}

function targetOf({ ScalingTargetId, ResourceId, ScalableDimension, ServiceNamespace }: PolicyProperties) {
  if (!ScalingTargetId) return { ResourceId, ScalableDimension, ServiceNamespace };
  const [resource, dimension, namespace] = ScalingTargetId.split('|');
  return { ResourceId: resource, ScalableDimension: dimension, ServiceNamespace: namespace };
}
