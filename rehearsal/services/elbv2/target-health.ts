import type { TargetHealth } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroupRecord, TargetRecord } from './records';

/** Of a target that was asked for but is not there. */
export const NOT_REGISTERED: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotRegistered',
  Description: 'Target is not registered to the target group',
};

/** A target's health as DescribeTargetHealth words it (aws-facts 5.3). */
export function describeHealth(group: TargetGroupRecord, target: TargetRecord): TargetHealth {
  if (target.drainsUntil !== undefined) {
    return {
      State: 'draining',
      Reason: 'Target.DeregistrationInProgress',
      Description: 'Target deregistration is in progress',
    };
  }
  if (!group.inUse) {
    return {
      State: 'unused',
      Reason: 'Target.NotInUse',
      Description: 'Target group is not configured to receive traffic from the load balancer',
    };
  }
  if (!group.description.HealthCheckEnabled) {
    return {
      State: 'unavailable',
      Reason: 'Target.HealthCheckDisabled',
      Description: 'Health checks are disabled for this target group',
    };
  }
  const { state, reason, description } = target.health;
  return { State: state, ...(reason && { Reason: reason }), ...(description && { Description: description }) };
}
