import { steppedCount, trackedCount } from '../../../../rehearsal/services/application-auto-scaling/desired-count';
import type { Stepping } from '../../../../rehearsal/services/application-auto-scaling/records';

const BOUNDS = { count: 4, min: 2, max: 10 };

test.each([
  ['as much as the metric is above its target', 90, 6],
  ['whole tasks, rather one more', 61, 5],
  ['fewer, rather one more', 32, 3],
  ['no less than the minimum', 5, 2],
  ['no more than the maximum', 600, 10],
])('tracking: %s', (_what, value, count) => {
  expect(trackedCount(BOUNDS, value, 60)).toBe(count);
});

const STEPS: Stepping = {
  AdjustmentType: 'ChangeInCapacity',
  StepAdjustments: [
    { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 1 },
    { MetricIntervalLowerBound: 20, ScalingAdjustment: 3 },
  ],
};

test.each([
  ['the first step', STEPS, 0, 5],
  ['its upper bound is the next step', STEPS, 20, 7],
  ['no step for it', STEPS, -1, 4],
  [
    'percents, at least one task',
    { ...STEPS, AdjustmentType: 'PercentChangeInCapacity', StepAdjustments: [{ ScalingAdjustment: 10 }] },
    1,
    5,
  ],
  [
    'percents, cut to whole tasks',
    { ...STEPS, AdjustmentType: 'PercentChangeInCapacity', StepAdjustments: [{ ScalingAdjustment: -45 }] },
    1,
    3,
  ],
  [
    'percents with a least change',
    {
      AdjustmentType: 'PercentChangeInCapacity',
      MinAdjustmentMagnitude: 3,
      StepAdjustments: [{ ScalingAdjustment: 10 }],
    },
    1,
    7,
  ],
  ['an exact number', { AdjustmentType: 'ExactCapacity', StepAdjustments: [{ ScalingAdjustment: 8 }] }, 1, 8],
] as const)('steps: %s', (_what, policy, distance, count) => {
  expect(steppedCount(BOUNDS, distance, policy as Stepping)).toBe(count);
});
