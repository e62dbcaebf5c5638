import type { Cloud } from '../../cloud';
import type { Ec2 } from '../ec2/ec2';
import { AUTO_SCALING } from './load-balancer';
import { type GroupRecord, launchConfigurationOf, type MemberRecord, templateOf } from './records';

/**
 * Calls EC2 for one more instance of a group, or of its warm pool.
 *
 * @throws AwsError what EC2 says: no such launch template, no such image
 */
export async function launch(
  cloud: Cloud,
  ec2: Ec2,
  group: GroupRecord,
  lifecycleState: MemberRecord['lifecycleState'],
): Promise<MemberRecord> {
  const configuration = launchConfigurationOf(group);
  const { LaunchTemplateId, LaunchTemplateName, Version } = templateOf(configuration);
  const launchTemplate = ec2.launchTemplateVersion({ LaunchTemplateId, LaunchTemplateName, Version });
  const place = placeOf(group, cloud.region);
  const override = configuration.mixedInstancesPolicy?.LaunchTemplate?.Overrides?.[0];
  const tags = [...group.tags.values()].filter((one) => one.PropagateAtLaunch);
  const input = {
    MinCount: 1,
    MaxCount: 1,
    LaunchTemplate: { LaunchTemplateId: launchTemplate.id, Version: String(launchTemplate.version) },
    InstanceType: override?.InstanceType,
    SubnetId: place.subnet,
    Placement: { AvailabilityZone: place.zone },
    InstanceMarketOptions: isNextSpot(group) ? { MarketType: 'spot' } : undefined,
    TagSpecifications: [
      {
        ResourceType: 'instance',
        Tags: [
          ...tags.map(({ Key, Value }) => ({ Key, Value })),
          { Key: 'aws:autoscaling:groupName', Value: group.name },
        ],
      },
    ],
  };
  const { Instances = [] } = (await cloud.call('ec2', 'RunInstances', input, AUTO_SCALING)) as {
    Instances?: { InstanceId?: string; InstanceType?: string }[];
  };
  return {
    instanceId: Instances[0]?.InstanceId ?? '',
    instanceType: Instances[0]?.InstanceType ?? '',
    zone: place.zone,
    launchTemplate,
    lifecycleState,
    health: 'Healthy',
    isProtected: group.protectsNew,
    launchedAt: cloud.clock.now(),
    isTargetHealthy: false,
    registered: new Set(),
    leave: new AbortController(),
  };
}

/** The zone with the fewest instances. Of a subnet only its place in the list is known, so its zone follows from that. */
function placeOf({ subnets, zones, members }: GroupRecord, region: string): { zone: string; subnet?: string } {
  const places = (subnets.length > 0 ? subnets : zones).map((one, index) => ({
    zone: zones[index] ?? `${region}${'abc'[index % 3]}`,
    subnet: subnets.length > 0 ? one : undefined,
  }));
  const countIn = (zone: string) => members.filter((one) => one.zone === zone && one.leaving === undefined).length;
  const [first = { zone: `${region}a` }] = places.toSorted((a, b) => countIn(a.zone) - countIn(b.zone));
  return first;
}

/** Is the next instance to be a spot one? The on-demand base first, then the percentage above it. */
function isNextSpot(group: GroupRecord): boolean {
  const distribution = launchConfigurationOf(group).mixedInstancesPolicy?.InstancesDistribution;
  if (!distribution) return false;
  const { OnDemandBaseCapacity: base = 0, OnDemandPercentageAboveBaseCapacity: percent = 100 } = distribution;
  const place = group.members.filter((one) => one.leaving === undefined).length;
  if (place < base) return false;
  const above = place - base;
  return Math.ceil(((above + 1) * percent) / 100) <= Math.ceil((above * percent) / 100);
}
