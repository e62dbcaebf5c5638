import { evaluateExpression, type TimeSeries } from '../../../../rehearsal/services/cloudwatch/metric-math/evaluate';
import { parseExpression } from '../../../../rehearsal/services/cloudwatch/metric-math/parse';

const PERIODS = [0, 60, 120];

/** Values of the three periods; undefined: no point. */
function series(...values: (number | undefined)[]): TimeSeries {
  return new Map(values.flatMap((value, index) => (value === undefined ? [] : [[PERIODS[index], value] as const])));
}

const METRICS: Record<string, TimeSeries> = {
  a: series(1, 2, 3),
  b: series(10, undefined, 30),
  zero: series(0, 1, 0),
  none: series(),
};

function evaluate(expression: string, fillsWithoutData = false) {
  const value = evaluateExpression(parseExpression(expression), {
    valueOf: (id) => METRICS[id],
    metrics: () => [
      ['a', METRICS.a],
      ['b', METRICS.b],
    ],
    periodOf: () => 60,
    periods: PERIODS,
    fillsWithoutData,
  });
  return value instanceof Map ? Object.fromEntries(value) : value;
}

describe('metric math', () => {
  test.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['-2 ^ 2', -4],
    ['1e3 / 4', 250],
    ['1 < 2 AND 3 >= 4', 0],
    ['1 > 2 || 2 == 2', 1],
    ['a / PERIOD(a)', { 0: 1 / 60, 60: 2 / 60, 120: 3 / 60 }],
    ['a * 2', { 0: 2, 60: 4, 120: 6 }],
    ['-a', { 0: -1, 60: -2, 120: -3 }],
    ['a + b', { 0: 11, 120: 33 }],
    ['100 * a / zero', { 60: 200 }],
    ['a > 1', { 0: 0, 60: 1, 120: 1 }],
    ['SUM(a)', 6],
    ['AVG(a)', 2],
    ['MAX(b)', 30],
    ['SUM(METRICS())', { 0: 11, 60: 2, 120: 33 }],
    ['SUM(METRICS("b"))', { 0: 10, 120: 30 }],
    ['MAX([a, b, zero])', { 0: 10, 60: 2, 120: 30 }],
    ['AVG(METRICS())', { 0: 5.5, 60: 2, 120: 16.5 }],
    ['FILL(b, 7)', { 0: 10, 60: 7, 120: 30 }],
    ['FILL(b, REPEAT)', { 0: 10, 60: 10, 120: 30 }],
    ['FILL(b, LINEAR)', { 0: 10, 60: 20, 120: 30 }],
    ['SUM(FILL(METRICS(), 0))', { 0: 11, 60: 2, 120: 33 }],
    ['IF(a > 1, b, 0)', { 0: 0, 120: 30 }],
    ['IF(zero, a)', { 60: 2 }],
    ['IF(1 > 2, a, b)', { 0: 10, 120: 30 }],
    ['ABS(-a)', { 0: 1, 60: 2, 120: 3 }],
    ['100 * FILL(none, 0) / a', {}],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  test("FILL makes points of nothing at the switch's other value", () => {
    expect(evaluate('100 * FILL(none, 0) / a', true)).toEqual({ 0: 0, 60: 0, 120: 0 });
  });

  test.each([
    ['a +', "cannot read the expression 'a +' at its end"],
    ['(a', "cannot read the expression '(a' at its end"],
    ['a b', "cannot read the expression 'a b' at 'b', position 2"],
    ['a ? b', "cannot read 'a ? b' from position 2 on"],
    ['ANOMALY_DETECTION_BAND(a, 2)', 'the local CloudWatch has no metric math function ANOMALY_DETECTION_BAND'],
    ['process.exit(1)', "cannot read 'process.exit(1)' from position 8 on"],
    ['"a"', "the text 'a' is not a value"],
  ])('refuses %s', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(message);
  });
});
