import { type AccessRequest, evaluate } from '../../../../rehearsal/services/iam/evaluate';
import type { Statement } from '../../../../rehearsal/services/iam/policy';
import { UNKNOWN } from '../../../../rehearsal/services/iam/wildcards';

const SERVICE = 'arn:aws:ecs:us-east-1:1:service/shop/orders';

function allow(part: Partial<Statement> = {}): Statement {
  return { Effect: 'Allow', Action: 'ecs:UpdateService', Resource: SERVICE, ...part };
}

function ask(part: Partial<AccessRequest> = {}): AccessRequest {
  return { action: 'ecs:UpdateService', resource: SERVICE, context: {}, ...part };
}

describe('evaluation of policies', () => {
  test.each<[string, Statement[], AccessRequest, string]>([
    ['nothing allows', [], ask(), 'implicit-deny'],
    ['action and resource fit', [allow()], ask(), 'allow'],
    ['another action', [allow({ Action: 'ecs:DeleteService' })], ask(), 'implicit-deny'],
    ['one of several actions', [allow({ Action: ['ecs:DeleteService', 'ecs:UpdateService'] })], ask(), 'allow'],
    ['an action in other capitals', [allow({ Action: 'ECS:updateservice' })], ask(), 'allow'],
    ['an action by wildcard', [allow({ Action: 'ecs:Update*' })], ask(), 'allow'],
    ['a wildcard that does not fit', [allow({ Action: 'ecs:Describe*' })], ask(), 'implicit-deny'],
    ['every action but others', [allow({ Action: undefined, NotAction: 'iam:*' })], ask(), 'allow'],
    ['every action but this', [allow({ Action: undefined, NotAction: 'ecs:*' })], ask(), 'implicit-deny'],
    ['another resource', [allow({ Resource: `${SERVICE}2` })], ask(), 'implicit-deny'],
    ['a resource by wildcard', [allow({ Resource: 'arn:aws:ecs:*:*:service/shop/*' })], ask(), 'allow'],
    ['one sign by question mark', [allow({ Resource: 'arn:aws:ecs:us-east-?:1:service/shop/orders' })], ask(), 'allow'],
    ['a dot is only a dot', [allow({ Resource: SERVICE.replace('-', '.') })], ask(), 'implicit-deny'],
    ['every resource but this', [allow({ Resource: undefined, NotResource: SERVICE })], ask(), 'implicit-deny'],
    ['every resource but another', [allow({ Resource: undefined, NotResource: '*/x' })], ask(), 'allow'],
    ['a denial wins', [allow(), allow({ Effect: 'Deny', Action: '*', Resource: '*' })], ask(), 'explicit-deny'],
    ['a denial of another resource', [allow(), allow({ Effect: 'Deny', Resource: 'x' })], ask(), 'allow'],
    ['no resource of its own needs *', [allow()], ask({ resource: '*' }), 'implicit-deny'],
    ['no resource of its own, with *', [allow({ Resource: '*' })], ask({ resource: '*' }), 'allow'],
    ['an unknown part fits', [allow()], ask({ resource: `arn:aws:ecs:us-east-1:1:service/shop/${UNKNOWN}` }), 'allow'],
    [
      'the known part does not',
      [allow()],
      ask({ resource: `arn:aws:ecs:us-east-1:1:task/${UNKNOWN}` }),
      'implicit-deny',
    ],
    [
      'unknown and wildcard',
      [allow({ Resource: '*:service/shop/o*' })],
      ask({ resource: `arn:aws:ecs:us-east-1:1:service/${UNKNOWN}/${UNKNOWN}` }),
      'allow',
    ],
    [
      'a condition that is met',
      [allow({ Condition: { StringEquals: { 'ecs:Cluster': 'a' } } })],
      ask({ context: { 'ecs:cluster': 'a' } }),
      'allow',
    ],
    [
      'a condition that is not',
      [allow({ Condition: { StringEquals: { 'ecs:cluster': 'a' } } })],
      ask({ context: { 'ecs:cluster': 'b' } }),
      'implicit-deny',
    ],
    [
      'a denial whose condition is not met',
      [allow(), allow({ Effect: 'Deny', Condition: { Bool: { x: 'true' } } })],
      ask(),
      'allow',
    ],
  ])('%s', (_name, statements, request, decision) => {
    expect(evaluate(statements, request)).toBe(decision);
  });
});
