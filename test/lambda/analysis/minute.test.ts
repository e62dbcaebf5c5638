import { minutesSoFar, minutesUntil } from '../../../lambda/analysis/minute';
import type { Sample } from '../../../lambda/analysis/sample';
import { MINUTE, START } from '../../fixtures/analysed-release';

const SECOND = 1000;
const period = (
  second: number,
  { candidate = 1, live = 9 }: { candidate?: number; live?: number } = {},
  seconds = 10,
): Sample => ({
  measure: 'errors',
  at: START + second * SECOND,
  seconds,
  ...(candidate > 0 && { candidate: { bad: 0, total: candidate } }),
  ...(live > 0 && { live: { bad: 0, total: live } }),
});
const spans = (minutes: ReturnType<typeof minutesSoFar>) =>
  minutes.map(({ at, end, candidate }) => [
    (at - START) / SECOND,
    (end - START) / SECOND,
    candidate && 'total' in candidate ? candidate.total : 0,
  ]);

describe('minutes of a metric of ten seconds', () => {
  const periods = [0, 10, 20, 30, 40, 50, 60, 70].map((second) => period(second));

  test('are judged for good as a whole', () => {
    expect(spans(minutesUntil(periods, START + 75 * SECOND))).toEqual([[0, 60, 6]]);
  });

  test.each([
    [
      'up to the last period that has ended',
      periods,
      75,
      [
        [0, 60, 6],
        [60, 70, 1],
      ],
    ],
    [
      'and the next one a moment later',
      periods,
      80,
      [
        [0, 60, 6],
        [60, 80, 2],
      ],
    ],
    ['not beyond what both colours are known of', [period(0), period(10), period(20, { live: 0 })], 30, [[0, 20, 2]]],
    ['where one of them had nothing in between', [period(0), period(10, { live: 0 }), period(20)], 30, [[0, 30, 3]]],
    [
      'by whole minutes while only one of them has data',
      [period(0, { live: 0 }), period(60, { live: 0 })],
      70,
      [[0, 60, 1]],
    ],
  ])('count so far %s', (_, samples, now, expected) => {
    expect(spans(minutesSoFar(samples, START + now * SECOND))).toEqual(expected);
  });

  test('that the load balancer measures count when they are over, as ever', () => {
    const minutes = [period(0, {}, 60), period(60, {}, 60)];

    expect(spans(minutesSoFar(minutes, START + MINUTE + 59 * SECOND))).toEqual([[0, 60, 1]]);
  });
});
