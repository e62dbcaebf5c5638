import { usersRequest } from '../../../rehearsal/release/users-request';
import type { ListenerRule, RuleCondition } from '../../../rehearsal/stage/data-plane/routing-table';
import { listener, split } from '../../fixtures/routing-table';

const SERVICE = { path: 'Shop/Orders', groups: { blue: 'blue', green: 'green' } };
const NOTHING = { kind: 'fixed-response', statusCode: 404 } as const;

function rule(priority: number, ...conditions: RuleCondition[]): ListenerRule {
  return { priority, conditions, action: split(100, 0) };
}

test('is any request when the default action leads to the service', () => {
  expect(usersRequest(listener(split(100, 0)), SERVICE)).toEqual({ path: '/', headers: {} });
});

test.each<[string, RuleCondition[], object]>([
  ['a host', [{ field: 'host-header', values: ['shop.example.com', 'x'] }], { headers: { host: 'shop.example.com' } }],
  [
    'any host of a domain',
    [{ field: 'host-header', values: ['*.example.com'] }],
    { headers: { host: 'x.example.com' } },
  ],
  ['paths below one', [{ field: 'path-pattern', values: ['/orders/*'] }], { path: '/orders/' }],
  ['a pattern in a path', [{ field: 'path-pattern', values: ['/v?/*/orders'] }], { path: '/vx/x/orders' }],
  [
    'a header and a path',
    [
      { field: 'http-header', name: 'X-Tenant', values: ['a*'] },
      { field: 'path-pattern', values: ['/api*'] },
    ],
    { path: '/api', headers: { 'x-tenant': 'ax' } },
  ],
])('meets the conditions of the rule that leads to the service: %s', (_name, conditions, expected) => {
  const shared = listener(NOTHING, { rules: [rule(10, ...conditions)] });

  expect(usersRequest(shared, SERVICE)).toMatchObject(expected);
});

test("passes by the rules of other services, and by a rule that another's takes precedence over", () => {
  const path = (value: string): RuleCondition => ({ field: 'path-pattern', values: [value] });
  const blog = { priority: 5, conditions: [path('/blog/*')], action: NOTHING };
  const shared = listener(NOTHING, { rules: [blog, rule(10, path('/blog/new')), rule(20, path('/shop/*'))] });

  expect(usersRequest(shared, SERVICE).path).toBe('/shop/');
});

test('fails when no request leads to the service', () => {
  expect(() => usersRequest(listener(NOTHING), SERVICE)).toThrow(
    "the production listener of 'Shop/Orders' leads no request to it that can be sent here",
  );
});
