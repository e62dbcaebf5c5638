import type { ListObjectsV2Request } from '@aws-sdk/client-s3';
import type { S3Object } from './object';

type Listing = Pick<
  ListObjectsV2Request,
  'Prefix' | 'Delimiter' | 'MaxKeys' | 'StartAfter' | 'ContinuationToken' | 'EncodingType'
>;

/** Lists keys in their order, those with a common prefix up to the delimiter as one. */
export function listObjects(objects: ReadonlyMap<string, S3Object>, listing: Listing) {
  const { Prefix = '', Delimiter, MaxKeys = 1000, StartAfter, ContinuationToken } = listing;
  const after = ContinuationToken ? Buffer.from(ContinuationToken, 'base64url').toString() : StartAfter;
  const entries = new Map<string, S3Object | undefined>();
  for (const key of [...objects.keys()].sort(byteOrder)) {
    if (!key.startsWith(Prefix)) continue;
    const end = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
    if (end < 0) entries.set(key, objects.get(key));
    else entries.set(key.slice(0, end + (Delimiter?.length ?? 0)), undefined);
  }
  const left = [...entries].filter(([key]) => after === undefined || byteOrder(key, after) > 0);
  const found = left.slice(0, MaxKeys);
  const truncated = found.length < left.length;
  const last = found.at(-1)?.[0];
  const encode = (key: string) =>
    listing.EncodingType === 'url' ? encodeURIComponent(key).replaceAll('%2F', '/') : key;
  return {
    Prefix: encode(Prefix),
    Delimiter,
    MaxKeys,
    StartAfter,
    EncodingType: listing.EncodingType,
    KeyCount: found.length,
    IsTruncated: truncated,
    NextContinuationToken: truncated && last ? Buffer.from(last).toString('base64url') : undefined,
    Contents: found.flatMap(([key, object]) =>
      object
        ? [
            {
              Key: encode(key),
              Size: object.body.size,
              ETag: object.etag,
              LastModified: new Date(object.modifiedAt),
              StorageClass: 'STANDARD' as const,
            },
          ]
        : [],
    ),
    CommonPrefixes: found.flatMap(([key, object]) => (object ? [] : [{ Prefix: encode(key) }])),
  };
}

/** S3 sorts by the bytes of UTF-8. */
function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
