import { BUILT_IN, findingsAfter } from '../findings';

/** The app with a second rule, on a listener and with a priority. */
function withRule(properties: object): string[] {
  const [stack] = structuredClone(BUILT_IN);
  if (!stack) throw new Error('the app has no stack');
  const rule = Object.values(stack.resources).find(({ type }) => type.endsWith('::ListenerRule'));
  const Second = {
    type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    path: 'Plain/Second',
    properties: { ListenerArn: rule?.properties.ListenerArn, Priority: 1, Actions: [], ...properties },
  };
  return findingsAfter([{ ...stack, resources: { ...stack.resources, Second } }]);
}

test('BG033: two rules have the same number', () => {
  expect(withRule({})).toEqual(["BG033 'Plain/Second' has priority 1, as 'Plain/Rule' has on the same listener"]);
});

test('BG033: another number, or another listener, is fine', () => {
  expect(withRule({ Priority: 2 })).toEqual([]);
  expect(withRule({ ListenerArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/b/c' })).toEqual(
    [],
  );
});
