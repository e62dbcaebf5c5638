import type { Check } from '../check';
import { healthCheckOf } from '../model/health-check';
import type { Release } from '../model/release';
import { admits, loadBalancerSecurityGroups, targetSecurityGroups } from '../model/security-groups';
import { numberAt } from '../model/values';

export const reachableCandidate: Check = {
  id: 'BG004',
  level: 'error',
  title: 'a security group does not let the load balancer reach the candidate',
  reason: 'A target that the load balancer does not reach is never healthy, so the release fails after an hour.',
  wayOut: "let the load balancer's security group in at this port (connections.allowFrom)",
  find: ({ templates, releases }) =>
    releases.flatMap((release) => {
      const groups = targetSecurityGroups(templates, release);
      const from = loadBalancerSecurityGroups(templates, release);
      if (!groups || !from) return [];
      return portsOf(release)
        .filter((port) => !groups.some((group) => admits(templates, group, from, port)))
        .map((port) => ({
          resource: release.resource,
          message: `${groups.map(({ path }) => `'${path}'`).join(', ')} does not let ${from.map(({ path }) => `'${path}'`).join(', ')} of the load balancer in at port ${port}`,
        }));
    }),
};

/** The ports that the load balancer asks targets on, for traffic and for their health. */
function portsOf({ task, workload, targetGroups }: Release): number[] {
  const traffic = workload === 'ecs' ? [task?.port] : targetGroups.map((group) => numberAt(group.properties, 'Port'));
  const health = targetGroups.map((group) => healthCheckOf(group).port);
  return [...new Set([...traffic, ...health])].filter((port) => port !== undefined);
}
