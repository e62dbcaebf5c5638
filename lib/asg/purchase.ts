import { type Named, task } from '../machine/asl';
import { type AsgFacts, nameOf } from './asg-facts';

/** How a colour's next instances are bought. */
export type Purchase = 'spot' | 'on-demand';

/** A launch template and its version, as expressions. */
export interface LaunchTemplateChoice {
  readonly LaunchTemplateId: string;
  readonly Version: string;
}

/**
 * What a group launches its next instances from. Only a mixed instances policy can change between spot and on demand.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html
 */
export function launchBy(
  { spotWhileIdle }: AsgFacts,
  launchTemplate: LaunchTemplateChoice,
  purchase: Purchase,
): object {
  if (!spotWhileIdle) return { LaunchTemplate: launchTemplate };
  return {
    MixedInstancesPolicy: {
      LaunchTemplate: { LaunchTemplateSpecification: launchTemplate },
      InstancesDistribution: {
        OnDemandBaseCapacity: 0,
        OnDemandPercentageAboveBaseCapacity: purchase === 'spot' ? 0 : 100,
        SpotAllocationStrategy: SPOT_ALLOCATION,
      },
    },
  };
}

/** Where there is most spare capacity, then by price: what is tested should not be taken away in the middle. */
export const SPOT_ALLOCATION = 'price-capacity-optimized';

/**
 * Replaces the candidate's spot instances at once, since nobody is served by them yet. Those that match are not skipped, because a
 * match is one of launch templates only. The refresh of the bring-up may still be under way, and is waited for.
 */
export function replaceSpot(facts: AsgFacts, next: string): Named[] {
  if (!facts.spotWhileIdle) return [];
  const start = task('aws-sdk:autoscaling:startInstanceRefresh', {
    AutoScalingGroupName: nameOf(facts, '$idle', 'group'),
    Strategy: 'Rolling',
    Preferences: { ...NOBODY_IS_SERVED, SkipMatching: false },
  });
  const busy = { ErrorEquals: REFRESH_IN_PROGRESS, IntervalSeconds: 20, MaxAttempts: 60, BackoffRate: 1 };
  return [['ReplaceSpotInstances', { ...start, Retry: [busy, ...(start.Retry as object[])], Next: next }]];
}

/** All at once, and without a warm-up: whether they serve is asked of the load balancer, before the first request of production. */
export const NOBODY_IS_SERVED = { MinHealthyPercentage: 0, InstanceWarmup: 0 };

/** Spelled by the fault's own name, or with the suffix that SDK integrations give. */
export const REFRESH_IN_PROGRESS = [
  'AutoScaling.InstanceRefreshInProgressException',
  'AutoScaling.InstanceRefreshInProgressFault',
];
