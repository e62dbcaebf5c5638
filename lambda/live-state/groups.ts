import { type AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import type { StackUnderUpdate } from '../shared/stack-under-update';
import type { GroupFacts } from './decide';
import type { GroupProperties } from './environment';

/** A group of this stack as it is now, if it exists. */
export async function readGroup(
  client: AutoScalingClient,
  stack: StackUnderUpdate,
  template: GroupProperties,
): Promise<GroupFacts> {
  const name = await stack.tryFind(template.LogicalId);
  if (name === undefined) return { template };
  const { AutoScalingGroups } = await client.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  );
  const found = AutoScalingGroups?.[0];
  if (!found) return { template };
  const mixed = found.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const { LaunchTemplateId: launchTemplate, Version: version } = found.LaunchTemplate ?? mixed ?? {};
  return { template, live: { minSize: found.MinSize ?? 0, launchTemplate, version } };
}
