import { runChecks } from '../../../../lib/checks/run-checks';
import { BUILT_IN, CODE_DEPLOY, findingsAfter } from '../findings';

test('BG028: two deployment groups write the same listener', () => {
  const [stack] = structuredClone(CODE_DEPLOY);
  const [id, group] =
    Object.entries(stack?.resources ?? {}).find(([, one]) => one.type.endsWith('DeploymentGroup')) ?? [];
  const second = { ...stack, resources: { ...stack?.resources, Second: { ...group, path: 'Plain/Second' } } };

  expect(id).toBeDefined();
  expect(findingsAfter([second as never])).toEqual([
    "BG028 'Plain/LoadBalancer/Production' also leads to the colours of 'Plain/Group'",
    "BG028 'Plain/LoadBalancer/Test' also leads to the colours of 'Plain/Group'",
  ]);
});

test('BG029: a whole listener of another app', () => {
  const found = findingsAfter(CODE_DEPLOY, 'CodeDeploy::DeploymentGroup', (properties) => {
    const [pair] = properties.LoadBalancerInfo.TargetGroupPairInfoList;
    pair.ProdTrafficRoute.ListenerArns = ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c'];
  });

  expect(found).toEqual([
    'BG029 nothing in this app leads from the production listener to the target groups, so its default action is owned elsewhere',
  ]);
});

test.each([
  ['CodeDeploy', CODE_DEPLOY, 'Plain/LoadBalancer/Production'],
  ['ECS', BUILT_IN, 'Plain/Rule'],
])('BG034: %s moves what the template has as fixed text', (_engine, stacks, route) => {
  const found = runChecks(stacks).filter(({ id }) => id === 'BG034');

  expect(found.map(({ message }) => message)).toEqual([`'${route}' has the target groups of production as fixed text`]);
});
