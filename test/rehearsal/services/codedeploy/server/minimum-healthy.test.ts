import {
  hasSucceeded,
  mayBegin,
  minimumHealthy,
} from '../../../../../rehearsal/services/codedeploy/server/minimum-healthy';

const hosts = (total: number, change: object = {}) => ({ total, succeeded: 0, failed: 0, inProgress: 0, ...change });

test.each([
  // the examples of AWS's own guide: nine instances
  [{ type: 'HOST_COUNT', value: 6 }, 6, 3],
  [{ type: 'FLEET_PERCENT', value: 40 }, 4, 5],
  [{ type: 'MOST_CONCURRENCY', value: 1 }, 8, 1],
  [{ type: 'HOST_COUNT', value: 0 }, 0, 9],
  [{ type: 'FLEET_PERCENT', value: 50 }, 5, 4],
])('%j of nine instances: %p stay, %p are begun', (config, minimum, begun) => {
  expect(minimumHealthy(config, 9)).toBe(minimum);
  expect(mayBegin(hosts(9), minimum)).toBe(begun);
});

test('a single instance is begun whatever must stay healthy', () => {
  expect(mayBegin(hosts(1), 1)).toBe(1);
});

test('a failed instance takes the place of one that may be away', () => {
  expect(mayBegin(hosts(4, { failed: 1 }), 3)).toBe(0);
  expect(mayBegin(hosts(4, { failed: 1, succeeded: 1 }), 2)).toBe(1);
});

test.each([
  [hosts(3, { succeeded: 1, failed: 2 }), 0, true],
  [hosts(3, { failed: 3 }), 0, false],
  [hosts(3, { succeeded: 2, failed: 1 }), 2, true],
  [hosts(3, { succeeded: 1, failed: 1 }), 2, false],
  [hosts(0), 0, false],
])('%j with a minimum of %p has succeeded: %p', (all, minimum, succeeded) => {
  expect(hasSucceeded(all, minimum)).toBe(succeeded);
});
