import { fits } from './wildcards';

/** What is known of a call beside its action and resource: condition keys, in small letters, with their values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * Are all conditions of a statement met? A key that the call does not have fails the condition, unless the operator
 * ends in `IfExists`, negates, or is `Null`.
 *
 * @param unknown is told of operators that are not known; these are not met, which is the safer answer for an allowing
 * statement
 */
export function isMet(
  condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  context: Context,
  unknown: (operator: string) => void = () => undefined,
): boolean {
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const values = [wanted ?? []].flat().map(String);
      return isOneMet(operator, values, context[key.toLowerCase()], unknown);
    }),
  );
}

function isOneMet(
  operator: string,
  wanted: readonly string[],
  found: string | readonly string[] | undefined,
  unknown: (operator: string) => void,
): boolean {
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return wanted.includes(String(found === undefined));
  const compare = OPERATORS[name.replace('Not', '')];
  if (!compare) {
    unknown(operator);
    return false;
  }
  const isNegated = name.includes('Not');
  if (found === undefined) return Boolean(ifExists) || isNegated || quantifier === 'ForAllValues';
  const isWanted = (value: string) => wanted.some((one) => compare(one, value)) !== isNegated;
  const values = [found].flat() as string[];
  if (quantifier === 'ForAllValues') return values.every(isWanted);
  return quantifier === 'ForAnyValue' ? values.some(isWanted) : values.every(isWanted);
}

type Compare = (wanted: string, value: string) => boolean;

/** `Not` in an operator's name turns its answer round. */
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: (wanted, value) => wanted === value,
  StringEqualsIgnoreCase: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  StringLike: fits,
  ArnEquals: fits,
  ArnLike: fits,
  Bool: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  NumericEquals: (wanted, value) => Number(wanted) === Number(value),
  NumericLessThan: (wanted, value) => Number(value) < Number(wanted),
  NumericLessThanEquals: (wanted, value) => Number(value) <= Number(wanted),
  NumericGreaterThan: (wanted, value) => Number(value) > Number(wanted),
  NumericGreaterThanEquals: (wanted, value) => Number(value) >= Number(wanted),
};
