import type { Check, Found } from '../check';
import type { Release } from '../model/release';
import { isAwsVpc } from '../model/task';
import type { Resource, Templates } from '../model/templates';
import { at, listAt, numberAt, objectsAt } from '../model/values';

export const roomForBoth: Check = {
  id: 'BG024',
  level: 'warning',
  title: 'there is no room for both colours',
  reason:
    'During a release both colours run with all their tasks. Without room for them the candidate never comes up, or takes it from live.',
  wayOut: 'allow 200 percent, use dynamic host ports or awsvpc, or let the instances grow to twice the tasks',
  find: ({ templates, releases }) =>
    releases.flatMap((release) => [...byPercent(release), ...byPorts(templates, release)]),
};

/** CodeDeploy does not look at the percentages (aws-facts 2.4). */
function byPercent({ engine, resource, service }: Release): Found[] {
  const maximum = numberAt(service?.properties, 'DeploymentConfiguration', 'MaximumPercent') ?? 200;
  const minimum = numberAt(service?.properties, 'DeploymentConfiguration', 'MinimumHealthyPercent') ?? 100;
  if (engine !== 'ecs' || maximum >= 100 + minimum) return [];
  const message = `'${service?.path}' keeps ${minimum} percent healthy and allows ${maximum}, but both colours need ${100 + minimum}`;
  return [{ resource, message }];
}

/** An instance has each of its ports once, so tasks with a fixed host port need an instance each. */
function byPorts(templates: Templates, { resource, service, task }: Release): Found[] {
  if (!service || !task || isAwsVpc(task)) return [];
  const fixed = objectsAt(task.container, 'PortMappings').find((mapping) => (numberAt(mapping, 'HostPort') ?? 0) > 0);
  const isHost = task.definition.properties.NetworkMode === 'host';
  const distinct = objectsAt(service.properties, 'PlacementConstraints').some(
    ({ Type }) => Type === 'distinctInstance',
  );
  const tasks = numberAt(service.properties, 'DesiredCount');
  const instances = instancesOf(templates, service);
  if (!(fixed || isHost || distinct) || tasks === undefined || instances === undefined || instances >= 2 * tasks)
    return [];
  const why = distinct ? 'an instance each' : 'a fixed host port';
  return [
    { resource, message: `${tasks} tasks of each colour need ${why}, but there are ${instances} instances at most` },
  ];
}

/** How many instances the cluster of a service may have, if all its capacity is in the templates. */
function instancesOf(templates: Templates, service: Resource): number | undefined {
  const cluster = templates.referred(service.stack, service.properties.Cluster);
  if (!cluster) return undefined;
  const providers = templates
    .of('AWS::ECS::ClusterCapacityProviderAssociations')
    .filter((one) => templates.referred(one.stack, one.properties.Cluster) === cluster)
    .flatMap((one) => listAt(one.properties, 'CapacityProviders').map((name) => templates.referred(one.stack, name)));
  const groups = providers.map(
    (provider) =>
      provider &&
      templates.referred(provider.stack, at(provider.properties, 'AutoScalingGroupProvider', 'AutoScalingGroupArn')),
  );
  const sizes = groups.map((group) => numberAt(group?.properties, 'MaxSize'));
  return sizes.length === 0 || sizes.includes(undefined) ? undefined : sizes.reduce<number>((a, b) => a + (b ?? 0), 0);
}

export const singleTarget: Check = {
  id: 'BG025',
  level: 'warning',
  title: 'a single target for each colour',
  reason:
    'When it fails, or is replaced, nobody serves; and a step of ten percent is judged by one target in one zone.',
  wayOut: 'run at least two',
  find: ({ templates, releases }) =>
    releases.flatMap((release) => {
      const { resource, service } = release;
      if (service) {
        return numberAt(service.properties, 'DesiredCount') === 1
          ? [{ resource, message: `'${service.path}' runs one task` }]
          : [];
      }
      return COLOURS.flatMap(([colour, attribute]) => {
        const group = templates.referred(resource.stack, at(release.descriptor, 'colours', colour, 'group'));
        if (!group || minimumOf(templates, group, attribute) !== 1) return [];
        return [{ resource, message: `'${group.path}' runs one instance` }];
      });
    }),
};

const COLOURS = [
  ['blue', 'Blue'],
  ['green', 'Green'],
] as const;

/** How many instances a group has at least; this package's constructs keep the figure where they find out what is live. */
function minimumOf(templates: Templates, group: Resource, colour: string): number {
  const { MinSize } = group.properties;
  const liveState = templates.referred(group.stack, MinSize);
  const figures = [
    numberAt(group.properties, 'MinSize'),
    numberAt(group.properties, 'DesiredCapacity'),
    numberAt(liveState?.properties, 'Groups', colour, 'MinSize'),
  ];
  return Math.max(...figures.map((figure) => figure ?? 0));
}
