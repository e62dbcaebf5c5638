import type * as sdk from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { notFound } from './not-found';
import { SCALER } from './principal';
import { keyOf, type PolicyRecord, type ScalingBook } from './records';
import { trackingAlarms } from './tracking-alarms';

const PAGE = 10;

/** The operations on scaling policies. */
export function policyOperations(book: ScalingBook, cloud: Cloud) {
  const call = (operation: string, input: object) => cloud.call('cloudwatch', operation, input, SCALER);
  const find = (input: sdk.DeleteScalingPolicyRequest): PolicyRecord | undefined =>
    book.policiesOf(input).find(({ description }) => description.PolicyName === input.PolicyName);
  const remove = async ({ description }: PolicyRecord) => {
    book.policies.delete(description.PolicyARN ?? '');
    const AlarmNames = (description.Alarms ?? []).map(({ AlarmName }) => AlarmName);
    // Those of a step policy are the team's own.
    if (description.PolicyType === 'TargetTrackingScaling') await call('DeleteAlarms', { AlarmNames });
  };

  return {
    PutScalingPolicy: async (input: sdk.PutScalingPolicyRequest): Promise<sdk.PutScalingPolicyResponse> => {
      if (!book.targets.has(keyOf(input))) throw notFound('scalable target', input);
      const type = input.PolicyType ?? 'StepScaling';
      if (type !== 'TargetTrackingScaling' && type !== 'StepScaling') {
        throw new AwsError('ValidationException', `the local AWS has no policies of type ${type}`);
      }
      const known = find({ ...input, PolicyName: input.PolicyName });
      const PolicyARN = known?.description.PolicyARN ?? arnOf(input, book, cloud);
      const alarms = type === 'TargetTrackingScaling' ? trackingAlarms(input, PolicyARN) : [];
      for (const alarm of alarms) await call('PutMetricAlarm', alarm);
      const Alarms = alarms.map(({ AlarmName }) => ({
        AlarmName,
        AlarmARN: cloud.arn('cloudwatch', `alarm:${AlarmName}`),
      }));
      const CreationTime = known?.description.CreationTime ?? new Date(cloud.clock.now());
      book.policies.set(PolicyARN, {
        description: {
          PolicyARN,
          PolicyName: input.PolicyName,
          ServiceNamespace: input.ServiceNamespace,
          ResourceId: input.ResourceId,
          ScalableDimension: input.ScalableDimension,
          PolicyType: type,
          StepScalingPolicyConfiguration: input.StepScalingPolicyConfiguration,
          TargetTrackingScalingPolicyConfiguration: input.TargetTrackingScalingPolicyConfiguration,
          Alarms,
          CreationTime,
        },
        lastAt: known?.lastAt ?? {},
      });
      return { PolicyARN, Alarms };
    },

    DescribeScalingPolicies: (input: sdk.DescribeScalingPoliciesRequest): sdk.DescribeScalingPoliciesResponse => {
      const fitting = [...book.policies.values()].filter(
        ({ description }) =>
          description.ServiceNamespace === input.ServiceNamespace &&
          (!input.ResourceId || description.ResourceId === input.ResourceId) &&
          (!input.ScalableDimension || description.ScalableDimension === input.ScalableDimension) &&
          (!input.PolicyNames?.length || input.PolicyNames.includes(description.PolicyName ?? '')),
      );
      const { items, nextToken } = page(fitting, input.MaxResults ?? PAGE, input.NextToken);
      return { ScalingPolicies: items.map(({ description }) => description), NextToken: nextToken };
    },

    DeleteScalingPolicy: async (input: sdk.DeleteScalingPolicyRequest) => {
      const policy = find(input);
      if (!policy) throw notFound('scaling policy', input);
      await remove(policy);
      return {};
    },

    DescribeScalingActivities: (input: sdk.DescribeScalingActivitiesRequest): sdk.DescribeScalingActivitiesResponse => {
      const fitting = book.activities.filter(
        (one) =>
          one.ServiceNamespace === input.ServiceNamespace &&
          (!input.ResourceId || one.ResourceId === input.ResourceId) &&
          (!input.ScalableDimension || one.ScalableDimension === input.ScalableDimension),
      );
      const { items, nextToken } = page(fitting.reverse(), input.MaxResults ?? PAGE, input.NextToken);
      return { ScalingActivities: items, NextToken: nextToken };
    },
  };
}

/** AWS puts a random id before the resource; this one counts, so that every rehearsal has the same. */
function arnOf(
  { ResourceId, PolicyName }: sdk.PutScalingPolicyRequest,
  { policies }: ScalingBook,
  cloud: Cloud,
): string {
  const id = `00000000-0000-4000-8000-${policies.size.toString(16).padStart(12, '0')}`;
  return cloud.arn('autoscaling', `scalingPolicy:${id}:resource/ecs/${ResourceId}:policyName/${PolicyName}`);
}
