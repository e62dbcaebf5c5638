import type { ValueMeasure } from '../../../lambda/analysis/plan';
import { isWorse, signLogFactors, VALUE_BETS } from '../../../lambda/analysis/value-test';

const P99: ValueMeasure = { kind: 'value', name: 'p99', role: 'decides', things: 'p99', unit: ' s', worse: 'higher' };
const ORDERS: ValueMeasure = { ...P99, name: 'orders', worse: 'lower' };
const value = (value: number) => ({ value, n: 100 });

describe('the bets on values', () => {
  test('spend all of the money, and gain nothing when either sign is as likely', () => {
    expect(VALUE_BETS.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const [worse, better] = [signLogFactors(true), signLogFactors(false)];
    for (const index of VALUE_BETS.keys()) {
      expect((Math.exp(worse[index] ?? 0) + Math.exp(better[index] ?? 0)) / 2).toBeCloseTo(1, 12);
    }
  });

  test.each([
    ['a higher p99', 0.61, 0.5, P99, true],
    ['a p99 that is tolerated', 0.6, 0.5, P99, false],
    ['fewer orders', 0.41, 0.5, ORDERS, true],
    ['as many orders as tolerated', 0.42, 0.5, ORDERS, false],
    ['more orders', 0.7, 0.5, ORDERS, false],
  ])('take %s by its direction', (_, candidate, live, measure, expected) => {
    expect(isWorse(value(candidate), value(live), measure, 1.2)).toBe(expected);
  });
});
