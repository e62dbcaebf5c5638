import { AwsError } from '../../aws-error';

/** A part of a body, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a `Range` header: `bytes=0-99`, `bytes=100-` or `bytes=-100`. Anything else, several ranges too, is the whole
 * body, as HTTP allows.
 *
 * @throws AwsError when the range begins behind the end
 */
export function bodyRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (!from && !to) return undefined;
  const first = from ? Number(from) : Math.max(0, size - Number(to));
  const last = from && to ? Math.min(Number(to), size - 1) : size - 1;
  if (first > last) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { first, last };
}
