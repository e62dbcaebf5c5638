import { dispersionOf, historyOf, oneMore } from '../../../lambda/analysis/history';

const minute = (bad: number, total = 6000) => ({ bad, total });

describe('the history of live', () => {
  test('adds up, and keeps its worst five minutes in a row', () => {
    const quiet = Array.from({ length: 10 }, () => minute(5));
    const history = [...quiet, ...Array.from({ length: 5 }, () => minute(50)), ...quiet].reduce(
      oneMore,
      historyOf([minute(5), minute(5), minute(5), minute(5), minute(5)]),
    );

    expect(history.worst).toEqual({ bad: 250, total: 30_000 });
  });

  test('forgets nothing for a minute without requests', () => {
    const history = historyOf([minute(5), minute(5)]);

    expect(oneMore(history, minute(0, 0))).toBe(history);
  });

  test.each<[string, number[], number]>([
    ['minutes that are all alike', Array.from({ length: 60 }, () => 40), 1],
    ['a slow rise over the hour', Array.from({ length: 60 }, (_, index) => 40 + 2 * index), 1],
    ['no failed request', Array.from({ length: 60 }, () => 0), 1],
    // Neighbours of 20 and 60: expected 40, variance 20, so (20 - 40)^2 / 20.
    ['minutes that go up and down', Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? 20 : 60)), 20],
  ])('takes %s as what it is', (_, bad, expected) => {
    const minutes = bad.map((count) => minute(count));

    expect(
      dispersionOf(
        minutes,
        bad.reduce((sum, count) => sum + count, 0),
      ),
    ).toBeCloseTo(expected, 9);
  });
});
