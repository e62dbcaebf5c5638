import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2';

/** What one colour is like now. */
export interface ColourState {
  readonly desired: number;
  readonly max: number;
  /** The launch template's version of new instances. */
  readonly version: string;
  /** Also those of the warm pool. */
  readonly instances: number;
  readonly members: readonly Member[];
  /** What has not started, in Auto Scaling's words. */
  readonly failure?: string;
}

/** One instance. */
export interface Member {
  readonly id: string;
  readonly version: string;
  /** `InService` and healthy, as Auto Scaling sees it. */
  readonly inService: boolean;
  /** As the load balancer sees it: `healthy`, or why not. */
  readonly target: string;
}

const NOT_SERVING = ['Standby', 'EnteringStandby', 'Detaching', 'Detached'];

/** Joins what Auto Scaling and the load balancer say: being in service alone does not mean to be reachable. */
export function colourState(
  group: AutoScalingGroup,
  targets: readonly TargetHealthDescription[],
  failure?: string,
): ColourState {
  const all = group.Instances ?? [];
  const health = new Map(targets.map(({ Target, TargetHealth }) => [Target?.Id, TargetHealth]));
  const serving = all.filter(({ LifecycleState = '' }) => !/^(Warmed|Terminat|Quarantined)/.test(LifecycleState));
  return {
    desired: group.DesiredCapacity ?? 0,
    max: group.MaxSize ?? 0,
    version:
      (group.LaunchTemplate ?? group.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification)?.Version ?? '',
    instances: all.length + (group.WarmPoolSize ?? 0),
    members: serving
      .filter(({ LifecycleState = '' }) => !NOT_SERVING.includes(LifecycleState))
      .map((instance) => {
        const target = health.get(instance.InstanceId);
        const state = target?.State ?? 'not registered';
        return {
          id: instance.InstanceId ?? '',
          version: instance.LaunchTemplate?.Version ?? '',
          inService: instance.LifecycleState === 'InService' && instance.HealthStatus === 'Healthy',
          target: target?.Reason ? `${state} (${target.Reason})` : state,
        };
      }),
    failure,
  };
}

/** Instances that serve, as far as both see it. */
export function healthyCount({ members }: ColourState, version?: string): number {
  return members.filter((one) => one.inService && one.target === 'healthy' && fits(one, version)).length;
}

/** The first few that do not, in one line. */
export function troubled({ members }: ColourState, version?: string): string {
  const bad = members.filter((one) => !(one.inService && one.target === 'healthy' && fits(one, version)));
  const told = bad
    .slice(0, 3)
    .map((one) => `${one.id} ${fits(one, version) ? one.target : `is of version ${one.version}`}`);
  return told.join(', ') + (bad.length > 3 ? ` and ${bad.length - 3} more` : '');
}

function fits({ version: own }: Member, version: string | undefined): boolean {
  return version === undefined || own === version;
}
