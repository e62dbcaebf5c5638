import type {
  Activity,
  InstanceMaintenancePolicy,
  InstanceRefresh,
  LaunchTemplateSpecification,
  LifecycleHook,
  LifecycleState,
  MixedInstancesPolicy,
  ScalingPolicy,
  Tag,
  WarmPoolConfiguration,
} from '@aws-sdk/client-auto-scaling';
import type { ResolvedVersion } from '../ec2/launch-templates';

/** What instances are launched from. */
export interface LaunchConfiguration {
  readonly launchTemplate?: LaunchTemplateSpecification;
  readonly mixedInstancesPolicy?: MixedInstancesPolicy;
}

/** The settings of a group that calls change and that it only answers again. */
export interface PassiveSettings {
  readonly DefaultCooldown?: number;
  readonly PlacementGroup?: string;
  readonly CapacityRebalance?: boolean;
  readonly MaxInstanceLifetime?: number;
  readonly DesiredCapacityType?: string;
  readonly ServiceLinkedRoleARN?: string;
  readonly Context?: string;
}

/** An Auto Scaling group. */
export interface GroupRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  minSize: number;
  maxSize: number;
  desired: number;
  launch: LaunchConfiguration;
  /** `EC2`, `ELB`, ... */
  healthCheckTypes: string[];
  graceSeconds: number;
  zones: string[];
  subnets: string[];
  terminationPolicies: string[];
  protectsNew: boolean;
  defaultInstanceWarmup?: number;
  maintenancePolicy?: InstanceMaintenancePolicy;
  passive: PassiveSettings;
  /** ARNs. */
  readonly targetGroups: Set<string>;
  /** By process, with the reason. */
  readonly suspended: Map<string, string>;
  readonly hooks: Map<string, LifecycleHook>;
  readonly policies: Map<string, ScalingPolicy>;
  readonly tags: Map<string, Tag>;
  warmPool?: WarmPoolConfiguration;
  readonly members: MemberRecord[];
  /** The instances of the warm pool. */
  readonly warm: MemberRecord[];
  /** Newest first. */
  readonly activities: Activity[];
  /** Newest first. */
  readonly refreshes: RefreshRecord[];
  /** Set from DeleteAutoScalingGroup until the last instance is gone. */
  isDeleting: boolean;
  /** Instances beyond the desired capacity, while an instance refresh launches before it terminates. */
  surge: number;
  /** Rehearsal time until which a request that honors the cooldown is refused. */
  cooldownUntil: number;
}

/** An instance of a group or of its warm pool. */
export interface MemberRecord {
  readonly instanceId: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly launchTemplate: ResolvedVersion;
  lifecycleState: LifecycleState;
  health: 'Healthy' | 'Unhealthy';
  isProtected: boolean;
  readonly launchedAt: number;
  inServiceAt?: number;
  /** Do all target groups call it healthy? */
  isTargetHealthy: boolean;
  /** The target groups that it was registered with. */
  readonly registered: Set<string>;
  /** Set when it is to leave, with the reason. */
  leaving?: string;
  /** Aborts when it is to leave. */
  readonly leave: AbortController;
}

/** An instance refresh. */
export interface RefreshRecord {
  readonly description: InstanceRefresh;
  /** Asked by CancelInstanceRefresh or RollbackInstanceRefresh, or by the local AWS's end. */
  asked?: 'cancel' | 'rollback';
  /** What instances are launched from while it runs. */
  configuration: LaunchConfiguration;
}

const RUNNING = ['Pending', 'InProgress', 'Cancelling', 'RollbackInProgress', 'Baking'];

export function isRunning({ description }: RefreshRecord): boolean {
  return RUNNING.includes(description.Status ?? '');
}

/** The refresh that runs now. */
export function runningRefresh(group: GroupRecord): RefreshRecord | undefined {
  return group.refreshes.find(isRunning);
}

/** What new instances are launched from now: a refresh that runs goes before the group's own settings. */
export function launchConfigurationOf(group: GroupRecord): LaunchConfiguration {
  return runningRefresh(group)?.configuration ?? group.launch;
}

/** The launch template of a configuration. */
export function templateOf({ launchTemplate, mixedInstancesPolicy }: LaunchConfiguration): LaunchTemplateSpecification {
  return launchTemplate ?? mixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? {};
}

/** The instances that make up the group's capacity: coming up or in service, and not to leave. */
export function capacityOf(group: GroupRecord): MemberRecord[] {
  return group.members.filter((one) => one.leaving === undefined);
}

export function isSuspended(group: GroupRecord, process: string): boolean {
  return group.suspended.has(process);
}
