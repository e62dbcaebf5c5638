import type { Elbv2 } from '../elbv2/elbv2';
import type { LoadBalancerRecord } from '../elbv2/records';
import { groupsOf } from '../elbv2/state';

/** The load balancer that a name leads to; Route 53's console puts `dualstack.` before it. */
export function loadBalancerCalled(elbv2: Elbv2, name: string): LoadBalancerRecord | undefined {
  const wanted = name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');
  return [...elbv2.state.loadBalancers.values()].find((one) => one.description.DNSName?.toLowerCase() === wanted);
}

/**
 * Whether EvaluateTargetHealth finds a load balancer healthy: every target group has a healthy target. A group without
 * any target makes it unhealthy, which is the trap of a load balancer with an empty colour (aws-facts section 6).
 *
 * @param emptyIsUnhealthy what a target group without targets means
 */
export function isLoadBalancerHealthy(
  elbv2: Elbv2,
  loadBalancer: LoadBalancerRecord,
  emptyIsUnhealthy: boolean,
): boolean {
  const actions = elbv2.state.allActions().filter((one) => one.loadBalancerArn === loadBalancer.arn);
  const groups = [...new Set(actions.flatMap((one) => groupsOf(one.actions)))];
  return groups.every((group) => {
    const isEmpty = (elbv2.state.targetGroups.get(group)?.targets.size ?? 0) === 0;
    return isEmpty ? !emptyIsUnhealthy : elbv2.healthyTargets(group).length > 0;
  });
}
