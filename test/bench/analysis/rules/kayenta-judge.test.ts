import { classify, score } from '../../../../bench/analysis/rules/kayenta-judge';
import { shiftOf } from '../../../../bench/analysis/rules/mann-whitney';

const Z_95 = 1.959963984540054;

// The values of Kayenta's own suites: MannWhitneySuite, ClassifierSuite, ScorerSuite.
describe("Kayenta's judge, as the benchmark rebuilds it", () => {
  test('finds the interval and the estimate of its suite', () => {
    expect(shiftOf([10, 20, 30, 40], [1, 2, 3, 4], Z_95)).toEqual({ low: 6, high: 39, estimate: 22.5 });
  });

  const higher = { experiment: [20, 22, 21, 25, 30], control: [1, 2.2, 1.1, 2.5, 3], tolerance: 0.1, z: Z_95 };

  test.each([
    ['far above', { ...higher, direction: 'increase' as const }, 'high'],
    ['far above, in either direction', { ...higher, direction: 'either' as const }, 'high'],
    ['far above where only less is bad', { ...higher, direction: 'decrease' as const }, 'pass'],
    ['less far above than is allowed', { ...higher, direction: 'increase' as const, allowedIncrease: 13 }, 'pass'],
    ['one outlier', { experiment: [1, 1, 1, 1, 10], control: [1, 1, 1, 1, 1], direction: 'either' as const }, 'pass'],
    ['the same values', { experiment: [3, 1, 2], control: [1, 2, 3], direction: 'either' as const }, 'pass'],
    ['two constants', { experiment: [2, 2, 2], control: [1, 1, 1], direction: 'increase' as const }, 'high'],
    ['nothing', { experiment: [Number.NaN], control: [1, 2], direction: 'either' as const }, 'no data'],
  ])('classifies %s', (_, metric, expected) => {
    expect(classify(metric)).toBe(expected);
  });

  test('scores the share of passes, and nothing where half has no data', () => {
    expect(score(['pass', 'high', 'low'])).toBe(33.33);
    expect(score(['pass', 'pass', 'no data'])).toBe(100);
    expect(score(['pass', 'no data'])).toBe(0);
  });
});
