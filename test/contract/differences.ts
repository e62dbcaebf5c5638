/** Differences that are meant: a path (`*` for any one part) and the reason why it differs. */
export type Except = Readonly<Record<string, string>>;

/** An answer without what differs from call to call: metadata, times, random ids. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return '<time>';
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value === 'string') return withoutIds(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, one]) => key !== '$metadata' && one !== undefined);
  return Object.fromEntries(entries.map(([key, one]) => [withoutIds(key), comparable(one)]));
}

/**
 * Where two answers differ, one line each. An exception that excuses nothing is a line too, so that the list of
 * exceptions stays true.
 */
export function differences(ours: unknown, theirs: unknown, except: Except = {}): string[] {
  const used = new Set<string>();
  const excuse = (path: string) => Object.keys(except).find((pattern) => matches(path, pattern));
  const found = compare(comparable(ours), comparable(theirs), '').filter(({ path }) => {
    const pattern = excuse(path);
    if (pattern) used.add(pattern);
    return !pattern;
  });
  const unused = Object.keys(except).filter((pattern) => !used.has(pattern));
  return [
    ...found.map(({ path, ours, theirs }) => `${path}: ours ${show(ours)}, moto ${show(theirs)}`),
    ...unused.map((pattern) => `${pattern}: is excepted, but does not differ`),
  ];
}

interface Difference {
  readonly path: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

function compare(ours: unknown, theirs: unknown, path: string): Difference[] {
  if (!isObject(ours) || !isObject(theirs) || Array.isArray(ours) !== Array.isArray(theirs)) {
    return Object.is(ours, theirs) ? [] : [{ path, ours, theirs }];
  }
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return keys.flatMap((key) => compare(ours[key], theirs[key], path ? `${path}.${key}` : key));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function matches(path: string, pattern: string): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^.]+');
  return new RegExp(`^${source}(\\.|$)`).test(path);
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function withoutIds(text: string): string {
  return text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/[0-9a-f]{16,64}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+\d+)/g, '<time>')
    .replace(/(secret:[\w/]+)-\w{6}$/, '$1-<suffix>')
    .replace(/\b(d-|ecs-svc\/)[A-Z0-9]+/g, '$1<id>');
}
