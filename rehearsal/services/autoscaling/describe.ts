import type { AutoScalingGroup, AutoScalingInstanceDetails, Instance } from '@aws-sdk/client-auto-scaling';
import { COOLDOWN_SECONDS } from './durations';
import type { GroupRecord, MemberRecord } from './records';

/** A group as DescribeAutoScalingGroups answers it (aws-facts 9). */
export function describeGroup(group: GroupRecord): AutoScalingGroup {
  return {
    DefaultCooldown: COOLDOWN_SECONDS,
    ...group.passive,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    LaunchTemplate: group.launch.launchTemplate,
    MixedInstancesPolicy: group.launch.mixedInstancesPolicy,
    MinSize: group.minSize,
    MaxSize: group.maxSize,
    DesiredCapacity: group.desired,
    AvailabilityZones: group.zones,
    LoadBalancerNames: [],
    TargetGroupARNs: [...group.targetGroups],
    TrafficSources: [...group.targetGroups].map((Identifier) => ({ Identifier, Type: 'elbv2' })),
    HealthCheckType: group.healthCheckTypes.join(','),
    HealthCheckGracePeriod: group.graceSeconds,
    Instances: group.members.map(describeMember),
    CreatedTime: new Date(group.createdAt),
    SuspendedProcesses: [...group.suspended].map(([ProcessName, SuspensionReason]) => ({
      ProcessName,
      SuspensionReason,
    })),
    VPCZoneIdentifier: group.subnets.join(','),
    EnabledMetrics: [],
    Status: group.isDeleting ? 'Delete in progress' : undefined,
    Tags: [...group.tags.values()],
    TerminationPolicies: group.terminationPolicies,
    NewInstancesProtectedFromScaleIn: group.protectsNew,
    WarmPoolConfiguration: group.warmPool,
    WarmPoolSize: group.warmPool ? group.warm.length : undefined,
    DefaultInstanceWarmup: group.defaultInstanceWarmup,
    InstanceMaintenancePolicy: group.maintenancePolicy,
  };
}

/** An instance as a group or a warm pool lists it. */
export function describeMember(member: MemberRecord): Instance {
  return {
    InstanceId: member.instanceId,
    InstanceType: member.instanceType,
    AvailabilityZone: member.zone,
    LifecycleState: member.lifecycleState,
    HealthStatus: member.health,
    LaunchTemplate: templateOf(member),
    ProtectedFromScaleIn: member.isProtected,
  };
}

/** An instance as DescribeAutoScalingInstances answers it. */
export function describeInstance(group: GroupRecord, member: MemberRecord): AutoScalingInstanceDetails {
  return {
    InstanceId: member.instanceId,
    InstanceType: member.instanceType,
    AutoScalingGroupName: group.name,
    AvailabilityZone: member.zone,
    LifecycleState: member.lifecycleState,
    HealthStatus: member.health.toUpperCase(),
    LaunchTemplate: templateOf(member),
    ProtectedFromScaleIn: member.isProtected,
  };
}

function templateOf({ launchTemplate: { id, name, version } }: MemberRecord) {
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version: String(version) };
}
