import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GroupTarget, MachineTarget } from './environment';

/** Clients that Auto Scaling groups are looked at by. */
export interface GroupClients {
  readonly autoScaling: AutoScalingClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
}

/** Whether new instances of a group have the version that the template wants. */
export async function hasVersion(client: AutoScalingClient, wanted: GroupTarget): Promise<boolean> {
  const { LaunchTemplate, MixedInstancesPolicy } = await find(client, wanted);
  const { Version } = LaunchTemplate ?? MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ?? {};
  return Version === wanted.Version;
}

/**
 * Whether a colour has to be brought up before it can have everything: what is live now carries the load of now. Instances that still
 * answer may be about to go, so the group's goal counts too. What stands behind a DNS name is looked at by the rollback machine.
 */
export async function needsBringUp(
  clients: GroupClients,
  groups: MachineTarget['Groups'],
  previous: 'blue' | 'green',
): Promise<boolean> {
  if (!groups) return true;
  const [to, from] = previous === 'blue' ? [groups.Blue, groups.Green] : [groups.Green, groups.Blue];
  const [healthy, needed, { DesiredCapacity = 0 }] = await Promise.all([
    healthyTargets(clients.loadBalancing, to),
    healthyTargets(clients.loadBalancing, from),
    find(clients.autoScaling, to),
  ]);
  const has = Math.min(healthy, DesiredCapacity);
  return has === 0 || has < needed;
}

async function find(client: AutoScalingClient, { Group }: GroupTarget): Promise<AutoScalingGroup> {
  const { AutoScalingGroups = [] } = await client.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [Group] }),
  );
  if (!AutoScalingGroups[0]) throw new Error(`there is no Auto Scaling group '${Group}'`);
  return AutoScalingGroups[0];
}

async function healthyTargets(client: ElasticLoadBalancingV2Client, { TargetGroup }: GroupTarget): Promise<number> {
  const { TargetHealthDescriptions = [] } = await client.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: TargetGroup }),
  );
  return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').length;
}
