import type { World } from '../../../fixtures/world';

/** The service of a `World`. */
export const SERVICE = { cluster: 'cluster', service: 'orders' };

/** That service, as DescribeServices answers it. */
export const describeService = async (world: World) =>
  (await world.call('ecs', 'DescribeServices', { ...SERVICE, services: ['orders'] })).services[0];

/** Makes a task set of `shop` on green, as CodeDeploy does. */
export const createTaskSet = (world: World, change: object = {}) =>
  world.call('ecs', 'CreateTaskSet', {
    ...SERVICE,
    taskDefinition: 'shop',
    launchType: 'FARGATE',
    loadBalancers: [{ targetGroupArn: world.green.arn, containerName: 'web', containerPort: 80 }],
    scale: { value: 100, unit: 'PERCENT' },
    ...change,
  });
