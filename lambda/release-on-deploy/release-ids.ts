import { randomBytes } from 'node:crypto';
import type { Mark } from './marks';

/** Ids sort by their time, as those of people's releases do, and bear the mark: a machine belongs to one construct. */
export function idOf({ version, request }: Mark, now = new Date()): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${version}-${request}`;
}

/** Which version and which request an id tells of; undefined of a release that no stack has started. */
export function readId(id = ''): Mark | undefined {
  const [, version, request] = /^\d{8}T\d{6}Z-(\w{8})-(\w{8})$/.exec(id) ?? [];
  return version && request ? { version, request } : undefined;
}

/** The name of an execution that takes a release back, as `bluegreen` gives it. */
export function backName(release: string): string {
  return `${release}-back-${randomBytes(2).toString('hex')}`;
}
