import { BUILT_IN, CODE_DEPLOY, type Edit, findingsAfter } from '../findings';

function onService(edit: Edit): string[] {
  return findingsAfter(BUILT_IN, 'ECS::Service', edit);
}

test('nothing is said of a careful app', () => {
  expect(findingsAfter(BUILT_IN)).toEqual([]);
});

test('BG030: there is no second target group', () => {
  const found = onService((properties) => {
    delete properties.LoadBalancers[0].AdvancedConfiguration;
  });

  expect(found).toContain("BG030 the load balancer of container 'web' has one target group");
});

test('BG031: the production rule leads to one of them', () => {
  const found = findingsAfter(BUILT_IN, 'ElasticLoadBalancingV2::ListenerRule', (properties) => {
    properties.Actions[0].ForwardConfig.TargetGroups.length = 1;
  });

  expect(found).toEqual(["BG031 rule 'Plain/Rule' does not lead to both target groups"]);
});

test('BG032: a service that rolls has no bake and no second colour', () => {
  const found = onService(({ DeploymentConfiguration: configuration }) => {
    configuration.Strategy = 'ROLLING';
  });

  expect(found).toEqual(["BG032 'Plain/Service' rolls, but has an alternate target group and a bake time"]);
});

test('BG032: one that CodeDeploy releases has neither', () => {
  expect(findingsAfter(CODE_DEPLOY)).toEqual([]);
});
