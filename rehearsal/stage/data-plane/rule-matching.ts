import type { ListenerAction, ListenerTable, RuleCondition } from './routing-table';

/** The parts of a request that rules look at, named as node:http names them. */
export interface RequestFacts {
  /** Path and query, as sent: `/orders?page=2`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The action of the first rule (lowest priority number) whose conditions all match, else the default action. */
export function actionFor(request: RequestFacts, listener: ListenerTable): ListenerAction {
  const matching = (listener.rules ?? [])
    .filter((rule) => rule.conditions.every((condition) => holds(condition, request)))
    .sort((a, b) => a.priority - b.priority);
  return matching[0]?.action ?? listener.defaultAction;
}

/** Host names and header values are compared without regard to case, paths with it; the query is not part of the path. */
function holds(condition: RuleCondition, { url, headers }: RequestFacts): boolean {
  switch (condition.field) {
    case 'path-pattern': {
      const path = url.split('?', 1)[0] ?? '';
      return condition.values.some((value) => wildcard(value, 's').test(path));
    }
    case 'host-header':
      return anyOf(condition.values, withoutPort(headers.host));
    case 'http-header':
      return anyOf(condition.values, headers[condition.name.toLowerCase()]);
  }
}

function anyOf(patterns: readonly string[], value: string | readonly string[] | undefined): boolean {
  if (value === undefined) return false;
  const values = typeof value === 'string' ? [value] : value;
  return patterns.some((pattern) => values.some((one) => wildcard(pattern, 'si').test(one)));
}

function withoutPort(host: string | readonly string[] | undefined): string | undefined {
  return typeof host === 'string' ? host.replace(/:\d+$/, '') : undefined;
}

/** Patterns seen so far: a table has few, and each is asked with every request. */
const compiled = new Map<string, RegExp>();

function wildcard(pattern: string, flags: string): RegExp {
  const key = `${flags} ${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const source = pattern
    .replace(/[.+^${}()|[\]\\/-]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const made = new RegExp(`^${source}$`, flags);
  compiled.set(key, made);
  return made;
}
