import { type Expression, MetricMathError } from './parse';

/** Values by the start of their period, in milliseconds. */
export type TimeSeries = ReadonlyMap<number, number>;

/** What an expression is: a number, a time series, or a list of these. */
export type Value = number | TimeSeries | readonly TimeSeries[];

/** What an expression may refer to. */
export interface Surroundings {
  /** The value of another query by its id. */
  valueOf(id: string): Value;
  /** The ids and series of all queries that are metrics, not expressions: `METRICS()`. */
  metrics(): readonly (readonly [id: string, series: TimeSeries])[];
  /** Seconds of the period of a query, by its id: `PERIOD(id)`. */
  periodOf(id: string): number;
  /** The starts of all periods of the window, ascending: where FILL fills. */
  readonly periods: readonly number[];
  /** Does FILL make points of a series that has none at all in the window? Not documented (aws-facts 7.2). */
  readonly fillsWithoutData: boolean;
}

/**
 * The value of an expression.
 *
 * @throws MetricMathError for functions that the local CloudWatch does not know, and for values that do not fit
 */
export function evaluateExpression(expression: Expression, around: Surroundings): Value {
  const value = (one: Expression) => evaluateExpression(one, around);
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'text':
      throw new MetricMathError(`the text '${expression.value}' is not a value`);
    case 'id':
      return around.valueOf(expression.name);
    case 'list':
      return expression.items.flatMap((item) => {
        const one = value(item);
        if (typeof one === 'number') throw new MetricMathError('a list holds time series, not numbers');
        return isList(one) ? one : [one];
      });
    case 'negative':
      return combine(0, value(expression.of), (a, b) => a - b);
    case 'binary':
      return combine(value(expression.left), value(expression.right), OPERATORS[expression.operator]);
    case 'call':
      return call(expression.name, expression.args, around);
  }
}

const truth = (is: boolean) => (is ? 1 : 0);

/** Undefined: there is no point. */
const OPERATORS: Record<string, (a: number, b: number) => number | undefined> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? undefined : a / b),
  '^': (a, b) => a ** b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
};

/** Of several numbers one: over a list, at each moment; over one series, over all of it. */
const AGGREGATES: Record<string, (values: readonly number[]) => number> = {
  SUM: (values) => values.reduce((sum, one) => sum + one, 0),
  AVG: (values) => values.reduce((sum, one) => sum + one, 0) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const ROUNDING: Record<string, (value: number) => number> = { ABS: Math.abs, CEIL: Math.ceil, FLOOR: Math.floor };

function call(name: string, args: readonly Expression[], around: Surroundings): Value {
  if (name === 'METRICS') return metrics(args[0], around);
  if (name === 'FILL') return fill(args, around);
  if (name === 'IF') return condition(args, around);
  if (name === 'PERIOD') return period(args, around);
  const values = args.map((one) => evaluateExpression(one, around));
  if (name in AGGREGATES && values.length > 0) return aggregate(values, AGGREGATES[name]);
  if (name in ROUNDING && values.length === 1) return combine(values[0], 0, ROUNDING[name]);
  throw new MetricMathError(`the local CloudWatch has no metric math function ${name} with ${args.length} parameters`);
}

/** METRICS(), or those whose id contains a text. */
function metrics(filter: Expression | undefined, around: Surroundings): Value {
  if (filter && filter.kind !== 'text') throw new MetricMathError('METRICS takes a text in quotes');
  return around
    .metrics()
    .filter(([id]) => !filter || id.includes(filter.value))
    .map(([, series]) => series);
}

function period([of]: readonly Expression[], around: Surroundings): number {
  if (of?.kind !== 'id') throw new MetricMathError('PERIOD takes the id of a metric');
  return around.periodOf(of.name);
}

function aggregate(values: readonly Value[], of: (values: readonly number[]) => number): Value {
  const [first] = values;
  if (values.length === 1 && typeof first !== 'number' && !isList(first)) return of([...first.values()]);
  const numbers = values.filter((one) => typeof one === 'number');
  const series = values.flatMap((one) => (typeof one === 'number' ? [] : isList(one) ? one : [one]));
  if (series.length === 0) return of(numbers);
  const moments = [...new Set(series.flatMap((one) => [...one.keys()]))].sort((a, b) => a - b);
  return new Map(
    moments.map((moment) => [moment, of([...numbers, ...series.flatMap((one) => one.get(moment) ?? [])])]),
  );
}

/** FILL(series, number | series | REPEAT | LINEAR). */
function fill([what, by]: readonly Expression[], around: Surroundings): Value {
  if (!what || !by) throw new MetricMathError('FILL takes two parameters');
  const filled = evaluateExpression(what, around);
  const fillOne = (series: TimeSeries): TimeSeries => {
    if (series.size === 0 && !around.fillsWithoutData) return series;
    const filler = fillerOf(series, by, around);
    return new Map(
      around.periods.flatMap((moment) => {
        const value = series.get(moment) ?? filler(moment);
        return value === undefined ? [] : [[moment, value] as const];
      }),
    );
  };
  if (typeof filled === 'number') return filled;
  return isList(filled) ? filled.map(fillOne) : fillOne(filled);
}

function fillerOf(series: TimeSeries, by: Expression, around: Surroundings): (moment: number) => number | undefined {
  const known = [...series].sort(([a], [b]) => a - b);
  const before = (moment: number) => known.findLast(([at]) => at < moment);
  if (by.kind === 'id' && by.name === 'REPEAT') return (moment) => before(moment)?.[1];
  if (by.kind === 'id' && by.name === 'LINEAR') {
    return (moment) => {
      const left = before(moment);
      const right = known.find(([at]) => at > moment);
      if (!left || !right) return undefined;
      return left[1] + ((right[1] - left[1]) * (moment - left[0])) / (right[0] - left[0]);
    };
  }
  const value = evaluateExpression(by, around);
  return (moment) => at(value, moment);
}

/** IF(condition, value when it is not 0, otherwise?); a condition without a point has none either. */
function condition(args: readonly Expression[], around: Surroundings): Value {
  if (args.length < 2 || args.length > 3) throw new MetricMathError('IF takes two or three parameters');
  const [asked, yes, no] = args.map((one) => evaluateExpression(one, around));
  if (typeof asked === 'number') return (asked !== 0 ? yes : no) ?? new Map();
  if (isList(asked)) throw new MetricMathError('the condition of IF is one time series or a number');
  return new Map(
    [...asked].flatMap(([moment, is]) => {
      const chosen = is !== 0 ? yes : no;
      const value = chosen === undefined ? undefined : at(chosen, moment);
      return value === undefined ? [] : [[moment, value] as const];
    }),
  );
}

function at(value: Value, moment: number): number | undefined {
  if (typeof value === 'number') return value;
  if (isList(value)) throw new MetricMathError('a list of time series is not a value');
  return value.get(moment);
}

/** Two series have a point where both have one. */
function combine(left: Value, right: Value, by: (a: number, b: number) => number | undefined): Value {
  if (isList(left)) return left.map((one) => combine(one, right, by) as TimeSeries);
  if (isList(right)) return right.map((one) => combine(left, one, by) as TimeSeries);
  if (typeof left === 'number' && typeof right === 'number') {
    const value = by(left, right);
    if (value === undefined) throw new MetricMathError('division by zero');
    return value;
  }
  const moments = typeof left === 'number' ? (right as TimeSeries).keys() : left.keys();
  return new Map(
    [...moments].flatMap((moment) => {
      const [a, b] = [at(left, moment), at(right, moment)];
      const value = a === undefined || b === undefined ? undefined : by(a, b);
      return value === undefined ? [] : [[moment, value] as const];
    }),
  );
}

function isList(value: Value): value is readonly TimeSeries[] {
  return Array.isArray(value);
}
