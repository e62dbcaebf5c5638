import { createHash } from 'node:crypto';
import { isObject } from '../checks/model/templates';

/** Priorities below are left to those who choose their own. */
const FIRST = 1_000;
/** How many priorities the rules of one kind share. */
const BAND = 4_000;
/** A path of so many parts, or more, comes first. */
const DEEPEST = 3;

/**
 * The priority of a rule by what it asks for, so that it is the same in every deploy and nobody has to keep a list.
 *
 * What asks for more comes before what asks for less: a host and a path before a path, a path before a host, deeper paths before others. Rules
 * of one kind are spread by a hash over 4,000 numbers. See docs/decisions/0019.
 *
 * @param conditions as CloudFormation has them
 */
export function rulePriority(conditions: readonly unknown[]): number {
  const fields = conditions.map((condition) => (isObject(condition) ? String(condition.field) : ''));
  const others = fields.filter((field) => field !== 'host-header' && field !== 'path-pattern').length;
  const hasHost = fields.includes('host-header');
  const hasPath = fields.includes('path-pattern');
  const kind = others > 0 ? 0 : hasHost && hasPath ? 1 : hasPath ? 2 : 3;
  const depth = Math.min(DEEPEST, Math.max(1, ...conditions.map(depthOf)));
  const band = kind * DEEPEST + (DEEPEST - depth);
  return FIRST + band * BAND + (hashOf(conditions) % BAND);
}

/** How many parts the deepest path has, up to its first wildcard. */
function depthOf(condition: unknown): number {
  const config = isObject(condition) ? condition.pathPatternConfig : undefined;
  const values = isObject(config) && Array.isArray(config.values) ? config.values : [];
  const parts = values.map(
    (value) =>
      String(value)
        .split('/')
        .filter((part) => part !== '' && !/[*?]/.test(part)).length,
  );
  return Math.max(0, ...parts);
}

/** The order in which conditions are given does not matter. */
function hashOf(conditions: readonly unknown[]): number {
  const text = conditions.map((condition) => JSON.stringify(condition)).sort();
  return createHash('sha256').update(text.join('\n')).digest().readUInt32BE();
}
