import type { Filter } from '@aws-sdk/client-ec2';

/**
 * Does something with these values pass all filters? A filter that is not known lets nothing pass: better no answer than a
 * wrong one.
 */
export function passesAll(
  values: Readonly<Record<string, string | undefined>>,
  filters: readonly Filter[] = [],
): boolean {
  return filters.every(({ Name = '', Values = [] }) => {
    const value = values[Name];
    return value !== undefined && Values.some((pattern) => matches(value, pattern));
  });
}

/** EC2's wildcards: `*` and `?`. */
function matches(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}
