import {
  LONGEST_DELAY_AFTER_RUNNING_MS,
  LONGEST_DELAY_MS,
  restartDelayMs,
} from '../../../../rehearsal/services/ecs/back-off';

test('the first replacement is immediate, then the delay doubles', () => {
  expect([0, 1, 2, 3, 4].map((failures) => restartDelayMs(failures, false))).toEqual([0, 0, 10_000, 20_000, 40_000]);
});

test.each([
  [false, LONGEST_DELAY_MS],
  [true, LONGEST_DELAY_AFTER_RUNNING_MS],
])('it never grows above its maximum (tasks that ran: %p)', (ran, longest) => {
  expect(restartDelayMs(1_000, ran)).toBe(longest);
});
