import { checkpointCounts, nextBatch } from '../../../../rehearsal/services/autoscaling/refresh-plan';

const plan = (desired: number, min: number, max: number, change: object = {}) =>
  nextBatch({
    ...{ desired, ready: desired, left: desired, minHealthyPercentage: min, maxHealthyPercentage: max },
    ...change,
  });

test.each([
  // desired, min %, max %, size of the batch, launched before
  [10, 90, 100, 1, 0],
  [10, 50, 100, 5, 0],
  [3, 90, 100, 1, 0],
  [1, 90, 100, 1, 0],
  [4, 0, 100, 4, 0],
  [2, 100, 200, 2, 2],
  [2, 100, 110, 1, 1],
  [10, 100, 120, 2, 2],
  [10, 80, 120, 4, 2],
])(
  '%p instances, %p to %p percent: %p at a time, %p of them launched first',
  (desired, min, max, size, launchFirst) => {
    expect(plan(desired, min, max)).toEqual({ size, launchFirst });
  },
);

test('never more than are left', () => {
  expect(plan(4, 0, 200, { left: 1 })).toEqual({ size: 1, launchFirst: 1 });
});

test('the last checkpoint ends the refresh', () => {
  expect(checkpointCounts(10, [20, 50])).toEqual([2, 5]);
  expect(checkpointCounts(3, [50, 100])).toEqual([2, 3]);
  expect(checkpointCounts(3)).toEqual([3]);
});
