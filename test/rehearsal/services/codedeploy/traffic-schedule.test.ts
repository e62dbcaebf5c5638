import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import { trafficSchedule } from '../../../../rehearsal/services/codedeploy/traffic-schedule';

const MINUTE = 60_000;
const linear = (linearPercentage: number, linearInterval: number): TrafficRoutingConfig => ({
  type: 'TimeBasedLinear',
  timeBasedLinear: { linearPercentage, linearInterval },
});

test('all at once is one step, at once', () => {
  expect(trafficSchedule({ type: 'AllAtOnce' }, 'own-step')).toEqual([{ atMs: 0, percent: 100 }]);
});

test('a canary is a step at once and the rest after its interval', () => {
  const timeBasedCanary = { canaryPercentage: 10, canaryInterval: 5 };

  expect(trafficSchedule({ type: 'TimeBasedCanary', timeBasedCanary }, 'own-step')).toEqual([
    { atMs: 0, percent: 10 },
    { atMs: 5 * MINUTE, percent: 100 },
  ]);
});

test('linear 10 % every minute is ten steps with nine intervals', () => {
  const steps = trafficSchedule(linear(10, 1), 'own-step');

  expect(steps).toHaveLength(10);
  expect(steps[0]).toEqual({ atMs: 0, percent: 10 });
  expect(steps[9]).toEqual({ atMs: 9 * MINUTE, percent: 100 });
});

test.each([
  ['own-step', [30, 60, 90, 100]],
  ['joined', [30, 60, 100]],
] as const)('a percentage that does not divide 100, with the remainder as %s', (remainder, percents) => {
  expect(trafficSchedule(linear(30, 2), remainder)).toEqual(
    percents.map((percent, index) => ({ atMs: index * 2 * MINUTE, percent })),
  );
});

test.each([50, 51, 99, 100])('linear %p % ends at 100 and never goes down', (percentage) => {
  const percents = trafficSchedule(linear(percentage, 1), 'own-step').map(({ percent }) => percent);

  expect(percents.at(-1)).toBe(100);
  expect(percents).toEqual([...new Set(percents)].toSorted((a, b) => a - b));
});
