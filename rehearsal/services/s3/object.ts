import type { PutObjectRequest } from '@aws-sdk/client-s3';
import type { StoredBody } from './object-store';

/** An object, and what came with it. */
export interface S3Object {
  readonly body: StoredBody;
  readonly etag: string;
  readonly modifiedAt: number;
  readonly headers: ObjectHeaders;
}

/** What a client says about an object when it writes it, and hears when it reads it. */
export type ObjectHeaders = Pick<
  PutObjectRequest,
  'ContentType' | 'ContentEncoding' | 'ContentDisposition' | 'ContentLanguage' | 'CacheControl' | 'Metadata'
>;

/** Picks out what is kept with the object. */
export function headersOf(input: ObjectHeaders): ObjectHeaders {
  const { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata } = input;
  return { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata };
}

/** An object as a reader hears of it. */
export function describeObject({ headers, etag, modifiedAt }: S3Object) {
  return {
    ...headers,
    ContentType: headers.ContentType ?? 'binary/octet-stream',
    AcceptRanges: 'bytes',
    ETag: etag,
    LastModified: new Date(modifiedAt),
    ServerSideEncryption: 'AES256' as const,
  };
}
