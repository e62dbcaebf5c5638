import { BUILT_IN, CODE_DEPLOY, findingsAfter } from '../findings';

const LISTENER = 'ElasticLoadBalancingV2::Listener';

test('BG016: CodeDeploy is given one target group twice', () => {
  const found = findingsAfter(CODE_DEPLOY, 'CodeDeploy::DeploymentGroup', (properties) => {
    const [pair] = properties.LoadBalancerInfo.TargetGroupPairInfoList;
    pair.TargetGroups[1] = pair.TargetGroups[0];
  });

  expect(found).toContain("BG016 blue and green are both 'Plain/Blue'");
});

test('BG016: ECS is, by its name and by a reference', () => {
  const found = findingsAfter(BUILT_IN, 'ECS::Service', (properties) => {
    const [balancer] = properties.LoadBalancers;
    balancer.AdvancedConfiguration.AlternateTargetGroupArn = balancer.TargetGroupArn;
  });

  expect(found).toContain("BG016 blue and green are both 'Plain/Blue'");
});

test('BG021: clients stay on the candidate after a rollback', () => {
  const found = findingsAfter(CODE_DEPLOY, LISTENER, (properties, logicalId) => {
    if (!logicalId.includes('Production')) return;
    const [{ ForwardConfig }] = properties.DefaultActions;
    ForwardConfig.TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 3600 };
  });

  expect(found).toEqual(["BG021 'Plain/LoadBalancer/Production' keeps clients on a colour for 60 minutes"]);
});

test('BG021: stickiness that is off is fine', () => {
  const found = findingsAfter(CODE_DEPLOY, LISTENER, (properties, logicalId) => {
    if (!logicalId.includes('Production')) return;
    properties.DefaultActions[0].ForwardConfig.TargetGroupStickinessConfig = { Enabled: false };
  });

  expect(found).toEqual([]);
});

test('BG022: targets are sticky, the action is not', () => {
  const found = findingsAfter(CODE_DEPLOY, 'ElasticLoadBalancingV2::TargetGroup', (properties) => {
    for (const one of properties.TargetGroupAttributes) if (one.Key === 'stickiness.enabled') one.Value = 'true';
  });

  expect(found).toEqual([
    "BG022 target group 'Plain/Blue' is sticky, but the forward action of 'Plain/LoadBalancer/Production' is not",
  ]);
});
