import type { PutScalingPolicyRequest } from '@aws-sdk/client-application-auto-scaling';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../aws-error';
import type { Tracking } from './records';

/** Minutes of the alarms, as those of AWS have them. */
const HIGH_MINUTES = 3;
const LOW_MINUTES = 15;

/** The metric is low when it is that much of the target. */
const LOW_SHARE = 0.9;

/**
 * The two alarms that a target tracking policy makes for itself: three minutes above the target scale out, a quarter of an hour well below it
 * scales in.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
 */
export function trackingAlarms(
  { ResourceId = '', PolicyName = '', TargetTrackingScalingPolicyConfiguration: tracking }: PutScalingPolicyRequest,
  policyArn: string,
): PutMetricAlarmInput[] {
  if (tracking?.TargetValue === undefined) {
    throw new AwsError(
      'ValidationException',
      'TargetTrackingScalingPolicyConfiguration with a TargetValue is required',
    );
  }
  const common = {
    ...metricOf(tracking, ResourceId),
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policyArn}.`,
    AlarmActions: [policyArn],
  };
  const name = (which: string) => `TargetTracking-${ResourceId}-Alarm${which}-${PolicyName}`;
  const high = {
    ...common,
    AlarmName: name('High'),
    EvaluationPeriods: HIGH_MINUTES,
    Threshold: tracking.TargetValue,
    ComparisonOperator: 'GreaterThanThreshold' as const,
  };
  const low = {
    ...common,
    AlarmName: name('Low'),
    EvaluationPeriods: LOW_MINUTES,
    Threshold: tracking.TargetValue * LOW_SHARE,
    ComparisonOperator: 'LessThanThreshold' as const,
  };
  return tracking.DisableScaleIn ? [high] : [high, low];
}

function metricOf(tracking: Tracking, resourceId: string): Partial<PutMetricAlarmInput> {
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: custom } = tracking;
  if (custom) {
    const { MetricName, Namespace, Dimensions, Statistic, Unit, Metrics } = custom;
    if (Metrics) throw new AwsError('ValidationException', 'the local AWS tracks one metric, not metric math');
    return { MetricName, Namespace, Dimensions, Statistic, Unit: Unit as PutMetricAlarmInput['Unit'], Period: 60 };
  }
  const [, ClusterName, ServiceName] = resourceId.split('/');
  const ofService = (MetricName: string): Partial<PutMetricAlarmInput> => ({
    Namespace: 'AWS/ECS',
    MetricName,
    Dimensions: dimensions({ ClusterName, ServiceName }),
    Statistic: 'Average',
    Period: 60,
  });
  switch (predefined?.PredefinedMetricType) {
    case 'ECSServiceAverageCPUUtilization':
      return ofService('CPUUtilization');
    case 'ECSServiceAverageMemoryUtilization':
      return ofService('MemoryUtilization');
    case 'ALBRequestCountPerTarget': {
      const [LoadBalancer, TargetGroup] = (predefined.ResourceLabel ?? '').split(/\/(?=targetgroup\/)/);
      return {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCountPerTarget',
        Dimensions: dimensions({ LoadBalancer, TargetGroup }),
        Statistic: 'Sum',
        Period: 60,
      };
    }
    default:
      throw new AwsError('ValidationException', `no metric of ECS services is '${predefined?.PredefinedMetricType}'`);
  }
}

function dimensions(values: Record<string, string | undefined>) {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}
