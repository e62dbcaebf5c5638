import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { adoptedShop } from '../../fixtures/adopted-shop';

type Resources = Record<string, { readonly Type: string; readonly Properties?: object }>;

function resourcesOf(stack: Stack): Resources {
  return Template.fromStack(stack).toJSON().Resources;
}

/** The types of the resources that are only in one of them, and of those that differ. */
function compare(old: Resources, now: Resources) {
  const typesOf = (ids: string[], all: Resources) => ids.map((id) => all[id]?.Type ?? '').sort();
  const kept = Object.keys(old).filter((id) => now[id]);
  return {
    gone: typesOf(
      Object.keys(old).filter((id) => !now[id]),
      old,
    ),
    changed: typesOf(
      kept.filter((id) => JSON.stringify(old[id]) !== JSON.stringify(now[id])),
      old,
    ),
  };
}

const [before, first, second] = [
  resourcesOf(adoptedShop('before')),
  resourcesOf(adoptedShop('first')),
  resourcesOf(adoptedShop('second')),
];
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

test('the first deploy adds the new service, and touches nothing of the old one but who may come in', () => {
  const { gone, changed } = compare(before, first);

  expect(gone).toEqual([]);
  // The security group of the load balancer lets in those who test.
  expect(changed.filter((type) => type !== 'AWS::EC2::SecurityGroup')).toEqual([]);
});

test('after the first deploy users are with the old service: only a header leads to the new one', () => {
  const conditions = Object.values(first)
    .filter(({ Type }) => Type === RULE)
    .map(({ Properties }) => (Properties as { Conditions: unknown }).Conditions);

  expect(conditions).toEqual([
    [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-adoption', Values: ['rehearsal'] } }],
    [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-adoption', Values: ['rehearsal'] } }],
  ]);
});

test('the second deploy changes rules and removes the old service, which CloudFormation does last', () => {
  const { gone, changed } = compare(first, second);

  expect(gone.filter((type) => type.startsWith('AWS::E'))).toEqual([
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::SecurityGroupEgress',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::ECS::Service',
    'AWS::ECS::TaskDefinition',
  ]);
  // Not the listener: its default action would be written before the rules, and users would meet it.
  expect(changed).toEqual([RULE, RULE, 'Custom::BlueGreenLiveState']);
});
