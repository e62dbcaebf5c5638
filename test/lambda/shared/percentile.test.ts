import fc from 'fast-check';
import { percentile } from '../../../lambda/shared/percentile';

describe('percentile', () => {
  test.each([
    [50, 50],
    [95, 95],
    [99, 99],
    [100, 100],
  ])('%p of 1 to 100 is %p', (percent, expected) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);

    expect(percentile(values, percent)).toBe(expected);
  });

  test('is the smallest value that enough values do not exceed', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const result = percentile(values, percent);
        const share = (bound: number) => values.filter((value) => value <= bound).length / values.length;
        expect(share(result)).toBeGreaterThanOrEqual(percent / 100 - 1e-9);
        for (const lower of values.filter((value) => value < result)) expect(share(lower)).toBeLessThan(percent / 100);
      }),
    );
  });

  test('is not a number without values, so that no bound holds', () => {
    expect(percentile([], 95)).toBeNaN();
  });
});
