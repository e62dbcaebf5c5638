import { ListenerCondition } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ruleHost } from '../../../lib/traffic/rule-host';

test.each([
  [[], undefined],
  [[ListenerCondition.pathPatterns(['/api/*'])], undefined],
  [[ListenerCondition.hostHeaders(['shop.example'])], 'shop.example'],
  [
    [ListenerCondition.pathPatterns(['/api/*']), ListenerCondition.hostHeaders(['*.shop.example', 'shop.example'])],
    'shop.example',
  ],
  [[ListenerCondition.hostHeaders(['*.shop.example'])], 'candidate.shop.example'],
  [[ListenerCondition.hostHeaders(['shop?.example'])], 'shopc.example'],
])('hooks call a candidate behind the rule %j as %s', (conditions, host) => {
  expect(ruleHost(conditions)).toBe(host);
});
