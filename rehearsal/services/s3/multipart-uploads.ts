import { createHash, randomUUID } from 'node:crypto';
import type {
  AbortMultipartUploadRequest,
  CompleteMultipartUploadRequest,
  CreateMultipartUploadRequest,
  ListPartsRequest,
  UploadPartRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error';
import { headersOf, type ObjectHeaders, type S3Object } from './object';
import type { ObjectStore, StoredBody } from './object-store';

interface Part {
  readonly body: StoredBody;
  readonly etag: string;
}

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: ObjectHeaders;
  readonly parts: Map<number, Part>;
}

type Keep = (bucket: string, key: string, object: Omit<S3Object, 'modifiedAt'>) => unknown;

/** Uploads in parts, which clients choose for large files. */
export class MultipartUploads {
  private readonly uploads = new Map<string, Upload>();
  public readonly operations = {
    CreateMultipartUpload: (input: CreateMultipartUploadRequest) => this.create(input),
    UploadPart: (input: Omit<UploadPartRequest, 'Body'> & { readonly Body?: Uint8Array }) => {
      const body = input.Body ?? new Uint8Array();
      const part = { body: this.store.store(body), etag: md5(body) };
      const { parts } = this.find(input.UploadId);
      parts.get(input.PartNumber ?? 1)?.body.remove();
      parts.set(input.PartNumber ?? 1, part);
      return { ETag: `"${part.etag}"` };
    },
    ListParts: (input: ListPartsRequest) => ({
      Bucket: input.Bucket,
      Key: input.Key,
      UploadId: input.UploadId,
      Parts: [...this.find(input.UploadId).parts].map(([PartNumber, { etag, body }]) => ({
        PartNumber,
        ETag: `"${etag}"`,
        Size: body.size,
      })),
    }),
    CompleteMultipartUpload: (input: CompleteMultipartUploadRequest) => this.complete(input),
    AbortMultipartUpload: (input: AbortMultipartUploadRequest) => {
      this.forget(input.UploadId ?? '', this.find(input.UploadId));
      return {};
    },
  };

  /** @param keep makes the object of a completed upload */
  constructor(
    private readonly store: ObjectStore,
    private readonly keep: Keep,
  ) {}

  private create(input: CreateMultipartUploadRequest) {
    const id = randomUUID().replaceAll('-', '');
    const [bucket, key] = [input.Bucket ?? '', input.Key ?? ''];
    this.uploads.set(id, { bucket, key, headers: headersOf(input), parts: new Map() });
    return { Bucket: bucket, Key: key, UploadId: id };
  }

  private complete({ UploadId, MultipartUpload }: CompleteMultipartUploadRequest) {
    const upload = this.find(UploadId);
    const parts = (MultipartUpload?.Parts ?? []).map(({ PartNumber, ETag }) => {
      const part = upload.parts.get(PartNumber ?? 0);
      if (!part || part.etag !== ETag?.replaceAll('"', '')) {
        throw new AwsError('InvalidPart', `One or more of the specified parts could not be found: part ${PartNumber}`);
      }
      return part;
    });
    if (parts.length === 0) throw new AwsError('MalformedXML', 'You must specify at least one part');
    const body = this.store.store(Buffer.concat(parts.map((part) => part.body.read())));
    const etag = `"${md5(Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex'))))}-${parts.length}"`;
    this.keep(upload.bucket, upload.key, { body, etag, headers: upload.headers });
    this.forget(UploadId ?? '', upload);
    return { Bucket: upload.bucket, Key: upload.key, ETag: etag, Location: `/${upload.bucket}/${upload.key}` };
  }

  private forget(id: string, upload: Upload): void {
    for (const { body } of upload.parts.values()) body.remove();
    this.uploads.delete(id);
  }

  private find(id = ''): Upload {
    const found = this.uploads.get(id);
    if (found) return found;
    throw new AwsError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
    );
  }
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
