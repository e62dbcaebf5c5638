import { isStatistic, statistic } from '../../../../rehearsal/services/cloudwatch/statistics';
import { Summary } from '../../../../rehearsal/services/cloudwatch/summary';

function summaryOf(values: number[]): Summary {
  const summary = new Summary();
  for (const value of values) summary.add(value);
  return summary;
}

const ONE_TO_100 = Array.from({ length: 100 }, (_, index) => index + 1);

describe('statistics', () => {
  test.each([
    ['Sum', 5050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['SampleCount', 100],
    ['p50', 50],
    ['p99', 99],
    ['p99.9', 100],
    ['p0', 1],
    ['p100', 100],
    ['tm90', 45.5],
    ['tc90', 90],
    ['ts90', 4095],
    ['wm90', 49.95],
    ['IQM', 50.5],
    // The lower bound is out, the upper one is in.
    ['PR(:30)', 30],
    ['PR(10:30)', 20],
    ['PR(99.5:)', 1],
    ['TC(90:)', 10],
    ['TC(10:20)', 10],
    ['TC(10%:90%)', 80],
    ['TC(200:)', 0],
    ['TS(98:)', 199],
    ['TM(25%:75%)', 50.5],
    ['tm(90:100)', 95.5],
    ['WM(:90%)', 49.95],
    ['WM(10%:90%)', 50.4],
    ['WM(10:90)', 50.4],
  ])('%s of 1 to 100 is %p', (name, expected) => {
    expect(statistic(summaryOf(ONE_TO_100), name)).toBeCloseTo(expected, 9);
  });

  test.each(['p101', 'p99.999', 'median', 'sum', 'PR(:)', 'PR(:30%)', 'TC(10%:90)', 'TC(a:b)', 'TC(1:2:3)', 'PR(5)'])(
    'there is no %s',
    (name) => {
      expect(isStatistic(name)).toBe(false);
    },
  );

  test('percentiles of 60000 different values are right to one per cent, in a bounded number of values', () => {
    // 1 ms to 60 s, evenly on a logarithmic scale: response times.
    const values = Array.from({ length: 60_000 }, (_, index) => 0.001 * 60_000 ** (index / 59_999));
    const summary = summaryOf(values);

    for (const percent of [1, 50, 90, 99, 99.9]) {
      const exact = values[Math.ceil((percent / 100) * values.length) - 1];
      const found = statistic(summary, `p${percent}`) ?? 0;
      expect(Math.abs(found / exact - 1)).toBeLessThan(0.01);
    }
    expect(summary.distribution()?.length).toBeLessThan(1200);
  });

  test('a statistic set has no percentiles, unless all its values are the same', () => {
    const mixed = new Summary();
    mixed.addSet({ count: 10, sum: 55, minimum: 1, maximum: 10 });
    const same = new Summary();
    same.addSet({ count: 10, sum: 50, minimum: 5, maximum: 5 });

    expect(statistic(mixed, 'p90')).toBeUndefined();
    expect(statistic(mixed, 'Average')).toBe(5.5);
    expect(statistic(same, 'p90')).toBe(5);
  });

  test('a trimmed mean of nothing is none', () => {
    expect(statistic(summaryOf([1, 2]), 'TM(5:)')).toBeUndefined();
  });

  test('summaries of two periods give the statistics of both', () => {
    const both = summaryOf([1, 2]);
    both.merge(summaryOf([3, 10]));

    expect(['Sum', 'Minimum', 'Maximum', 'p75'].map((name) => statistic(both, name))).toEqual([16, 1, 10, 3]);
  });
});
