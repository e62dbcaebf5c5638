import { Duration } from 'aws-cdk-lib';
import { TrafficShift } from '../../../lib';

const minutes = Duration.minutes;

describe.each(['canary', 'linear'] as const)('%s shift', (kind) => {
  test.each([0, 100, -1, 12.5])('fails when a step moves %p percent', (stepPercent) => {
    expect(() => TrafficShift[kind]({ stepPercent, stepBakeTime: minutes(5) })).toThrow(
      `'stepPercent' must be a whole number from 1 to 99, got ${stepPercent}; to move everything at once use TrafficShift.allAtOnce()`,
    );
  });

  test.each([Duration.seconds(30), Duration.seconds(90), minutes(0)])('fails when a step lasts %s', (stepBakeTime) => {
    expect(() => TrafficShift[kind]({ stepPercent: 10, stepBakeTime })).toThrow("'stepBakeTime' must be 1 to");
  });

  test('takes the smallest and the largest step', () => {
    expect(() => TrafficShift[kind]({ stepPercent: 1, stepBakeTime: minutes(1) })).not.toThrow();
    expect(() => TrafficShift[kind]({ stepPercent: 99, stepBakeTime: minutes(2880) })).not.toThrow();
  });
});

test('a linear shift fails when all its steps together last longer than two days', () => {
  expect(() => TrafficShift.linear({ stepPercent: 10, stepBakeTime: minutes(320) })).not.toThrow();
  expect(() => TrafficShift.linear({ stepPercent: 10, stepBakeTime: minutes(321) })).toThrow(
    "'stepBakeTime' must be 1 to 320 whole minutes, got 5 hours 21 minutes; a shift may last 2880 minutes",
  );
});

describe('steps of their own', () => {
  const minutes = (count: number) => Duration.minutes(count);

  test('are taken as they are, the last with the bake of the construct', () => {
    const shift = TrafficShift.steps([
      { percent: 5, bakeTime: minutes(1) },
      { percent: 50, bakeTime: minutes(10) },
      { percent: 100 },
    ]);

    expect(shift._renderSteps(minutes(30))).toEqual([
      { weight: 5, bakeSeconds: 60 },
      { weight: 50, bakeSeconds: 600 },
      { weight: 100, bakeSeconds: 1800 },
    ]);
  });

  test.each<[Parameters<typeof TrafficShift.steps>[0], string]>([
    [[], "'steps' must end at 100 percent, got none"],
    [[{ percent: 50, bakeTime: minutes(1) }], "'steps' must end at 100 percent, got 50"],
    [
      [{ percent: 50, bakeTime: minutes(1) }, { percent: 20, bakeTime: minutes(1) }, { percent: 100 }],
      "'steps' must go up, got 50, 20, 100; 20 comes after 50",
    ],
    [
      [{ percent: 0, bakeTime: minutes(1) }, { percent: 100 }],
      "'steps[0].percent' must be a whole number from 1 to 100",
    ],
    [[{ percent: 20 }, { percent: 100 }], "'steps[0].bakeTime' is missing"],
    [[{ percent: 100, bakeTime: minutes(1) }], "is the construct's own 'bakeTime'"],
  ])('%j are refused', (steps, message) => {
    expect(() => TrafficShift.steps(steps)).toThrow(message);
  });

  test.each([
    [TrafficShift.allAtOnce(), [100]],
    [TrafficShift.canary({ stepPercent: 10, stepBakeTime: minutes(5) }), [10, 100]],
    [TrafficShift.linear({ stepPercent: 30, stepBakeTime: minutes(5) }), [30, 60, 90, 100]],
  ])('equal ones are steps too: %#', (shift, weights) => {
    expect(shift._renderSteps(minutes(1)).map(({ weight }) => weight)).toEqual(weights);
  });
});
