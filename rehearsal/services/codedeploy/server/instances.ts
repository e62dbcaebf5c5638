import type { AsRole } from '../as-role';

interface Group {
  readonly Instances?: readonly { readonly InstanceId?: string; readonly LifecycleState?: string }[];
}

/** The instances in service of Auto Scaling groups: the others are leaving, or get their revision at their launch. */
export async function instancesOf(role: AsRole, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { AutoScalingGroups = [] } = await role.call<{ AutoScalingGroups?: Group[] }>(
    'autoscaling',
    'DescribeAutoScalingGroups',
    { AutoScalingGroupNames: names },
  );
  return AutoScalingGroups.flatMap(({ Instances = [] }) => Instances)
    .filter((one) => one.LifecycleState === 'InService')
    .flatMap((one) => one.InstanceId ?? []);
}
