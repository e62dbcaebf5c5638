import { BUILT_IN, CODE_DEPLOY, findingsAfter } from '../findings';

describe('BG024', () => {
  test('ECS may not run twice the tasks', () => {
    const found = findingsAfter(BUILT_IN, 'ECS::Service', ({ DeploymentConfiguration: configuration }) => {
      configuration.MaximumPercent = 150;
    });

    expect(found).toEqual([
      "BG024 'Plain/Service' keeps 100 percent healthy and allows 150, but both colours need 200",
    ]);
  });

  test('CodeDeploy does not look at the percentages', () => {
    const found = findingsAfter(CODE_DEPLOY, 'ECS::Service', ({ DeploymentConfiguration: configuration }) => {
      configuration.MaximumPercent = 150;
    });

    expect(found).toEqual([]);
  });

  test('two tasks with a fixed port of each colour need four instances', () => {
    expect(onInstances(3, 80)).toEqual([
      'BG024 2 tasks of each colour need a fixed host port, but there are 3 instances at most',
    ]);
    expect(onInstances(4, 80)).toEqual([]);
  });

  test('tasks with ports of their own share instances', () => {
    expect(onInstances(1, 0)).toEqual([]);
  });
});

test('BG025: one task', () => {
  const found = findingsAfter(CODE_DEPLOY, 'ECS::Service', (properties) => {
    properties.DesiredCount = 1;
  });

  expect(found).toEqual(["BG025 'Plain/Service' runs one task"]);
});

/** The service in network mode bridge, on a cluster of so many instances. */
function onInstances(maximum: number, hostPort: number): string[] {
  const [stack] = structuredClone(CODE_DEPLOY);
  if (!stack) throw new Error('the app has no stack');
  const service = Object.values(stack.resources).find(({ type }) => type === 'AWS::ECS::Service');
  const capacity = {
    Instances: {
      type: 'AWS::AutoScaling::AutoScalingGroup',
      path: 'Plain/Instances',
      properties: { MaxSize: `${maximum}` },
    },
    Provider: {
      type: 'AWS::ECS::CapacityProvider',
      path: 'Plain/Provider',
      properties: { AutoScalingGroupProvider: { AutoScalingGroupArn: { Ref: 'Instances' } } },
    },
    Capacity: {
      type: 'AWS::ECS::ClusterCapacityProviderAssociations',
      path: 'Plain/Cluster/Capacity',
      properties: { Cluster: service?.properties.Cluster, CapacityProviders: [{ Ref: 'Provider' }] },
    },
  };
  const resources = { ...stack.resources, ...capacity };
  return findingsAfter([{ ...stack, resources }], 'ECS::TaskDefinition', (properties) => {
    properties.NetworkMode = 'bridge';
    properties.ContainerDefinitions[0].PortMappings[0].HostPort = hostPort;
  });
}
