import { AwsError } from '../aws-error';

/** One page of a list. */
export interface Page<T> {
  readonly items: T[];
  /** Where the next page begins; undefined on the last one. */
  readonly nextToken?: string;
}

/**
 * Cuts a page out of a list, in the way of AWS's `MaxResults` and `NextToken`.
 *
 * @throws AwsError when the token is none of ours
 */
export function page<T>(all: readonly T[], size: number, token?: string): Page<T> {
  const start = token ? Number(Buffer.from(token, 'base64url').toString()) : 0;
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
  const end = start + size;
  const nextToken = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: all.slice(start, end), nextToken };
}
