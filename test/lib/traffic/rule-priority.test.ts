import fc from 'fast-check';
import { rulePriority } from '../../../lib/traffic/rule-priority';

const path = (...values: string[]) => ({ field: 'path-pattern', pathPatternConfig: { values } });
const host = (...values: string[]) => ({ field: 'host-header', hostHeaderConfig: { values } });
const header = { field: 'http-header', httpHeaderConfig: { httpHeaderName: 'x-beta', values: ['yes'] } };

test('is the same for the same conditions, in any order', () => {
  expect(rulePriority([path('/orders/*'), host('shop.example')])).toBe(
    rulePriority([host('shop.example'), path('/orders/*')]),
  );
});

test.each([
  ['a header', [path('/orders/*'), header], [path('/orders/new/today/*'), host('shop.example')]],
  ['a host and a path', [path('/orders/*'), host('shop.example')], [path('/orders/new/*')]],
  ['a path', [path('/*')], [host('shop.example')]],
  ['a deeper path', [path('/api/orders/*')], [path('/api/*')]],
  ['a longer host does not matter, a path does', [path('/a')], [host('a.very.long.name.example')]],
])('%s comes before what asks for less', (_what, more, less) => {
  expect(rulePriority(more)).toBeLessThan(rulePriority(less));
});

test('is one that a load balancer takes, and leaves the first thousand and the last ones free', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string().map((text) => path(text)),
          fc.string().map((text) => host(text)),
        ),
      ),
      (all) => {
        const priority = rulePriority(all);
        expect(priority).toBeGreaterThanOrEqual(1_000);
        expect(priority).toBeLessThan(49_001);
      },
    ),
  );
});

test('twenty services on paths of their own meet at most rarely', () => {
  const priorities = Array.from({ length: 20 }, (_, index) => rulePriority([path(`/service-${index}/*`)]));

  expect(new Set(priorities).size).toBe(20);
});
