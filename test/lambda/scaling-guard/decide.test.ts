import { type Decision, decide, type Suspended } from '../../../lambda/scaling-guard/decide';

const SCALE_IN = { DynamicScalingInSuspended: true };
const NOTHING = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};
const ALL = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true, ScheduledScalingSuspended: true };

test.each<[boolean, Suspended | undefined, Decision]>([
  [true, NOTHING, 'suspend'],
  [true, {}, 'suspend'],
  [true, SCALE_IN, 'leave'],
  [true, ALL, 'leave'],
  [false, SCALE_IN, 'resume'],
  [false, NOTHING, 'leave'],
  [false, {}, 'leave'],
  // Somebody has stopped all scaling by hand.
  [false, ALL, 'leave'],
  // The service does not scale.
  [true, undefined, 'leave'],
  [false, undefined, 'leave'],
])('a release runs: %p, suspended: %p: %s', (runs, suspended, decision) => {
  expect(decide(runs, suspended)).toBe(decision);
});
