import type {
  ScalableTarget,
  ScalingActivity,
  ScalingPolicy,
  StepScalingPolicyConfiguration,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';

/** What names a scalable target: a resource, and what of it is scaled. */
export interface TargetKey {
  readonly ServiceNamespace?: string;
  readonly ResourceId?: string;
  readonly ScalableDimension?: string;
}

export interface TargetRecord {
  description: ScalableTarget;
}

export interface PolicyRecord {
  description: ScalingPolicy;
  /** When it scaled last, in rehearsal milliseconds, by direction. */
  readonly lastAt: { out?: number; in?: number };
}

/** All of an account. */
export class ScalingBook {
  /** By `keyOf`. */
  public readonly targets = new Map<string, TargetRecord>();
  /** By ARN. */
  public readonly policies = new Map<string, PolicyRecord>();
  /** Newest last. */
  public readonly activities: ScalingActivity[] = [];

  /** The policies of one target. */
  public policiesOf(key: TargetKey): PolicyRecord[] {
    return [...this.policies.values()].filter(({ description }) => keyOf(description) === keyOf(key));
  }
}

export function keyOf({ ServiceNamespace, ResourceId, ScalableDimension }: TargetKey): string {
  return [ServiceNamespace, ResourceId, ScalableDimension].join('|');
}

export type Tracking = TargetTrackingScalingPolicyConfiguration;
export type Stepping = StepScalingPolicyConfiguration;
