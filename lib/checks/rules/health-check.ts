import type { Check, Found } from '../check';
import { healthCheckOf, ownHealthCheckOf } from '../model/health-check';
import type { Release } from '../model/release';
import { containersOf, isAwsVpc } from '../model/task';
import type { Resource } from '../model/templates';
import { at, numberAt, objectsAt, textAt } from '../model/values';

/** For each target group of each release. */
function eachGroup(
  releases: readonly Release[],
  look: (release: Release, group: Resource) => string | undefined,
): Found[] {
  return releases.flatMap((release) =>
    release.targetGroups.flatMap((group) => {
      const message = look(release, group);
      return message ? [{ resource: release.resource, message: `target group '${group.path}' ${message}` }] : [];
    }),
  );
}

export const healthCheckPath: Check = {
  id: 'BG001',
  level: 'warning',
  title: 'health-check path is not the one of the container',
  reason:
    'Two health checks that ask different things disagree: ECS replaces tasks that the load balancer calls healthy, or a candidate is never healthy and the release fails after an hour.',
  wayOut: "use the same path in the target group's and in the container's health check",
  find: ({ releases }) =>
    eachGroup(releases, ({ task }, group) => {
      const own = ownHealthCheckOf(task?.container);
      const { path, port } = healthCheckOf(group);
      if (!own || own.port !== (port ?? task?.port) || own.path === path) return undefined;
      return `asks '${path}', but the health check of container '${task?.container?.Name}' asks '${own.path}'`;
    }),
};

export const healthCheckPort: Check = {
  id: 'BG002',
  level: 'warning',
  title: 'health-check port is not one of the container',
  reason: 'Where nobody listens no target is ever healthy, and the release fails after an hour.',
  wayOut: "leave the port out for the one that serves traffic, or add it to the container's port mappings",
  find: ({ releases }) =>
    eachGroup(releases, ({ task }, group) => {
      const { port } = healthCheckOf(group);
      if (!task || port === undefined || !isAwsVpc(task)) return undefined;
      const mapped = containersOf(task.definition).flatMap((container) =>
        objectsAt(container, 'PortMappings').map((mapping) => numberAt(mapping, 'ContainerPort')),
      );
      if (mapped.includes(port) || ownHealthCheckOf(task.container)?.port === port) return undefined;
      return `is asked on port ${port}, which no container of '${task.definition.path}' maps (${mapped.join(', ') || 'none'})`;
    }),
};

export const healthCheckProtocol: Check = {
  id: 'BG003',
  level: 'error',
  title: 'health-check protocol is not the one of the port',
  reason: 'A port speaks HTTP or HTTPS, not both. The other one is refused, so no target is ever healthy.',
  wayOut: 'set the protocol of the health check to that of the target group; without one it is HTTP',
  find: ({ releases }) =>
    eachGroup(releases, ({ task }, group) => {
      const { protocol, port } = healthCheckOf(group);
      const mapping = objectsAt(task?.container, 'PortMappings').find(
        (one) => numberAt(one, 'ContainerPort') === task?.port,
      );
      const traffic = textAt(group.properties, 'Protocol');
      const isHttp = traffic === 'HTTP' || traffic === 'HTTPS';
      if (isHttp && at(mapping, 'Protocol') === 'udp') {
        return `speaks ${traffic}, but container '${task?.container?.Name}' maps port ${task?.port} for UDP`;
      }
      if (isHttp && port === undefined && protocol !== traffic) {
        return `is asked by ${protocol} on the port that it serves ${traffic} on`;
      }
      return undefined;
    }),
};

/** What the two groups must agree on, by CloudFormation's names. */
const COMPARED = [
  'HealthCheckPath',
  'HealthCheckPort',
  'HealthCheckProtocol',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
  'Matcher',
];

export const sameHealthChecks: Check = {
  id: 'BG005',
  level: 'warning',
  title: 'the colours have different health checks',
  reason:
    'The colours swap their roles with every release: what is healthy on one of them is not on the other, so every second release behaves differently.',
  wayOut: 'give both target groups the same health check',
  find: ({ releases }) =>
    releases.flatMap(({ resource, descriptor, targetGroups: [one, other] }) => {
      // The candidate never is on an existing group.
      if (!one || !other || at(descriptor, 'colours', 'blue', 'existing') === true) return [];
      const different = COMPARED.filter(
        (name) => JSON.stringify(one.properties[name]) !== JSON.stringify(other.properties[name]),
      );
      if (different.length === 0) return [];
      return [{ resource, message: `'${one.path}' and '${other.path}' differ in ${different.join(', ')}` }];
    }),
};
