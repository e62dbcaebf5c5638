/**
 * Event patterns (EventBridge user guide, "Comparison operators for use in event patterns"): fields are all to match, of
 * the values of a field one is to match, a list in the event matches when one of its elements does.
 */

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Fields = { readonly [name: string]: Json };

/** Does an event fit a pattern? Both as JSON. */
export function fitsPattern(pattern: unknown, event: unknown): boolean {
  return fitsFields(pattern as Fields, isFields(event) ? event : {});
}

/**
 * Checks a pattern.
 *
 * @throws Error that says what is wrong
 */
export function checkPattern(pattern: unknown): void {
  if (!isFields(pattern) || Object.keys(pattern).length === 0) throw new Error('Filter is not an object');
  for (const [name, value] of Object.entries(pattern)) {
    if (Array.isArray(value)) {
      if (value.length === 0) throw new Error('Empty arrays are not allowed');
      if (name === '$or') value.forEach(checkPattern);
      else value.forEach(checkMatcher);
    } else if (isFields(value)) checkPattern(value);
    else throw new Error(`"${name}" must be an object or an array`);
  }
}

function checkMatcher(matcher: Json): void {
  if (!isFields(matcher)) return;
  const [name = '', ...more] = Object.keys(matcher);
  if (more.length > 0) throw new Error('Only one key allowed in match expression');
  if (!OPERATORS[name]) throw new Error(`Unrecognized match type ${name}`);
}

function fitsFields(pattern: Fields, event: Fields): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or' && Array.isArray(wanted)) return wanted.some((one) => fitsFields(one as Fields, event));
    const found = event[name];
    if (Array.isArray(wanted)) return fitsOne(wanted, found);
    if (Array.isArray(found)) return found.some((one) => isFields(one) && fitsFields(wanted as Fields, one));
    // fields below one that is not there are not there either, which `exists: false` asks for
    return fitsFields(wanted as Fields, isFields(found) ? found : {});
  });
}

/** Does a value (or one of a list) fit one of the matchers? */
function fitsOne(matchers: readonly Json[], found: Json | undefined): boolean {
  return matchers.some((matcher) => {
    if (isFields(matcher) && 'exists' in matcher) return matcher.exists === (found !== undefined && !isFields(found));
    if (found === undefined) return false;
    const values = Array.isArray(found) ? found : [found];
    return values.some((value) => fitsMatcher(matcher, value));
  });
}

function fitsMatcher(matcher: Json, value: Json): boolean {
  if (!isFields(matcher)) return matcher === value;
  const [name = ''] = Object.keys(matcher);
  return OPERATORS[name]?.(matcher[name], value) ?? false;
}

type Operator = (wanted: Json, value: Json) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  exists: () => true,
  prefix: (wanted, value) => onTexts(wanted, value, (text, part) => text.startsWith(part)),
  suffix: (wanted, value) => onTexts(wanted, value, (text, part) => text.endsWith(part)),
  'equals-ignore-case': (wanted, value) => typeof value === 'string' && lower(wanted) === lower(value),
  wildcard: (wanted, value) => typeof value === 'string' && wildcard(String(wanted)).test(value),
  numeric: (wanted, value) => typeof value === 'number' && isInRange(wanted as readonly Json[], value),
  cidr: (wanted, value) => typeof value === 'string' && isInBlock(String(wanted), value),
  'anything-but': (wanted, value) => !isUnwanted(wanted, value),
};

/** `anything-but` takes a value, a list of values, or another operator. */
function isUnwanted(wanted: Json, value: Json): boolean {
  if (Array.isArray(wanted)) return wanted.includes(value);
  if (!isFields(wanted)) return wanted === value;
  const [name = ''] = Object.keys(wanted);
  return [wanted[name]].flat().some((one) => OPERATORS[name]?.(one as Json, value) ?? false);
}

/** `prefix` and `suffix` take a text, or `{ "equals-ignore-case": text }`. */
function onTexts(wanted: Json, value: Json, compare: (text: string, part: string) => boolean): boolean {
  if (typeof value !== 'string') return false;
  if (!isFields(wanted)) return compare(value, String(wanted));
  return compare(lower(value), lower(wanted['equals-ignore-case']));
}

function lower(text: Json): string {
  return String(text).toLowerCase();
}

/** `*` is anything; `\*` and `\\` are the characters themselves. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.match(/\\[\\*]|\*|[^\\*]+|\\/g) ?? [];
  const source = parts.map((part) => {
    if (part === '*') return '.*';
    const text = part.length === 2 && part.startsWith('\\') ? part[1] : part;
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
};

/** `[">", 0, "<=", 5]` */
function isInRange(range: readonly Json[], value: number): boolean {
  return range.every((one, at) => at % 2 === 1 || (COMPARISONS[String(one)]?.(value, Number(range[at + 1])) ?? false));
}

function isInBlock(block: string, address: string): boolean {
  const [base = '', bits = '32'] = block.split('/');
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  if (!/^\d+(\.\d+){3}$/.test(address)) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(base) / size) === Math.floor(number(address) / size);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
