import type { Check } from '../check';
import { STRATEGIES, strategyOf } from '../model/ecs-releases';
import { leadsTo } from '../model/routes';
import { at, isThere, objectsAt } from '../model/values';

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html */
export const alternateTarget: Check = {
  id: 'BG030',
  level: 'error',
  title: "ECS's own strategy without a second target group",
  reason:
    'ECS refuses the service: each of its load balancers needs an alternate target group, a production rule and a role.',
  wayOut: 'pass an AlternateTarget to loadBalancerTarget()',
  find: ({ releases }) =>
    releases
      .filter(({ engine }) => engine === 'ecs')
      .flatMap(({ resource }) =>
        objectsAt(resource.properties, 'LoadBalancers')
          .filter((balancer) => !isThere(at(balancer, 'AdvancedConfiguration', 'AlternateTargetGroupArn')))
          .map(({ ContainerName }) => ({
            resource,
            message: `the load balancer of container '${ContainerName}' has one target group`,
          })),
      ),
};

export const bothOnRule: Check = {
  id: 'BG031',
  level: 'error',
  title: "a production rule of ECS's own strategy that leads to one target group",
  reason:
    'ECS rolls such a deployment back for "invalid networking configuration": both target groups must be on the production rule, or one of them on a test rule.',
  wayOut: 'forward to both target groups, with weights 1 and 0',
  find: ({ templates, releases }) =>
    releases
      .filter(({ engine, test }) => engine === 'ecs' && !test.isGiven)
      .flatMap(({ resource, production, targetGroups }) =>
        production.routes
          .filter((route) => route.type.endsWith('ListenerRule') && targetGroups.length > 1)
          .filter((route) => !targetGroups.every((group) => leadsTo(templates, route).includes(group)))
          .map((route) => ({ resource, message: `rule '${route.path}' does not lead to both target groups` })),
      ),
};

export const rollingOptions: Check = {
  id: 'BG032',
  level: 'warning',
  title: 'blue-green options on a service that rolls',
  reason:
    'A rolling deployment has no second colour: the options are refused or have no effect, and nothing goes back at once.',
  wayOut: 'set deploymentStrategy to BLUE_GREEN, CANARY or LINEAR, or leave the options out',
  find: ({ templates }) =>
    templates
      .of('AWS::ECS::Service')
      .filter((service) => !STRATEGIES.includes(strategyOf(service)))
      .flatMap((resource) => {
        const { LoadBalancers, DeploymentConfiguration } = resource.properties;
        const alternate = objectsAt({ LoadBalancers }, 'LoadBalancers').some((one) =>
          isThere(one.AdvancedConfiguration),
        );
        const given = [
          ...(alternate ? ['an alternate target group'] : []),
          ...(isThere(at(DeploymentConfiguration, 'BakeTimeInMinutes')) ? ['a bake time'] : []),
        ];
        if (given.length === 0) return [];
        return [{ resource, message: `'${resource.path}' rolls, but has ${given.join(' and ')}` }];
      }),
};
