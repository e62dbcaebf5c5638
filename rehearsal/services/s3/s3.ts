import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import type {
  CopyObjectRequest,
  CreateBucketRequest,
  DeleteObjectRequest,
  DeleteObjectsRequest,
  GetObjectRequest,
  HeadBucketRequest,
  HeadObjectRequest,
  ListObjectsRequest,
  ListObjectsV2Request,
  PutObjectRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { Service } from '../../service';
import { bodyRange } from './byte-range';
import { listObjects } from './list-objects';
import { MultipartUploads } from './multipart-uploads';
import { describeObject, headersOf, type S3Object } from './object';
import { ObjectStore } from './object-store';
import { zippedDirectory } from './zipped-directory';

interface Bucket {
  readonly name: string;
  readonly createdAt: number;
  readonly objects: Map<string, S3Object>;
  readonly hidden: boolean;
}

/** An input as the endpoint reads it: a body is complete. */
type WithBody<T extends { Body?: unknown }> = Omit<T, 'Body'> & { readonly Body?: Uint8Array };
type BucketName = { readonly Bucket?: string };

export interface S3Options {
  /**
   * The directory in which a temporary directory for large objects is made.
   *
   * @default - the system's directory for temporary files
   */
  readonly largeObjectsIn?: string;
}

/** S3, as far as the assets of a deploy need it: no versions, no policies, no tags. */
export class S3 implements Service {
  public readonly prefix = 's3';
  public readonly buckets = new Map<string, Bucket>();
  private readonly store: ObjectStore;
  /** Who is told of what is put into a bucket. */
  private readonly readers = new Map<string, (key: string, body: Uint8Array) => void>();
  private readonly uploads: MultipartUploads;
  public readonly operations;

  constructor(
    private readonly cloud: Cloud,
    options: S3Options = {},
  ) {
    this.store = new ObjectStore(options.largeObjectsIn ?? tmpdir());
    this.uploads = new MultipartUploads(this.store, (bucket, key, object) => this.keep(bucket, key, object));
    this.operations = {
      CreateBucket: (input: CreateBucketRequest) => this.create(input),
      DeleteBucket: (input: BucketName) => this.deleteBucket(input),
      HeadBucket: (input: HeadBucketRequest) => {
        this.bucket(input.Bucket);
        return { BucketRegion: this.cloud.region, AccessPointAlias: false };
      },
      ListBuckets: (_input: object) => ({
        Buckets: [...this.buckets.values()]
          .filter(({ hidden }) => !hidden)
          .map(({ name, createdAt }) => ({
            Name: name,
            CreationDate: new Date(createdAt),
          })),
        Owner: { ID: this.cloud.account.padEnd(64, '0') },
      }),
      GetBucketLocation: (input: BucketName) => {
        this.bucket(input.Bucket);
        return { LocationConstraint: this.cloud.region === 'us-east-1' ? undefined : this.cloud.region };
      },
      GetBucketEncryption: (input: BucketName) => {
        this.bucket(input.Bucket);
        const rule = {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const },
          BucketKeyEnabled: false,
        };
        return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
      },
      GetBucketVersioning: (input: BucketName) => {
        this.bucket(input.Bucket);
        return {};
      },
      PutObject: (input: WithBody<PutObjectRequest>) => this.put(input),
      GetObject: (input: GetObjectRequest) => this.get(input),
      HeadObject: (input: HeadObjectRequest) => this.head(input),
      CopyObject: (input: CopyObjectRequest) => this.copy(input),
      DeleteObject: (input: DeleteObjectRequest) => {
        this.remove(this.bucket(input.Bucket), input.Key ?? '');
        return {};
      },
      DeleteObjects: (input: DeleteObjectsRequest) => this.deleteObjects(input),
      ListObjects: (input: ListObjectsRequest) => {
        const { MaxKeys, Prefix, Delimiter, Marker } = input;
        const found = listObjects(this.bucket(input.Bucket).objects, {
          MaxKeys,
          Prefix,
          Delimiter,
          StartAfter: Marker,
        });
        return { ...found, Name: input.Bucket, Marker: Marker ?? '', NextMarker: found.NextContinuationToken };
      },
      ListObjectsV2: (input: ListObjectsV2Request) => {
        const found = listObjects(this.bucket(input.Bucket).objects, input);
        return { ...found, Name: input.Bucket, ContinuationToken: input.ContinuationToken };
      },
      ...this.uploads.operations,
    };
    this.create({ Bucket: `cdk-hnb659fds-assets-${cloud.account}-${cloud.region}` });
  }

  /** The ARN that a call is about. */
  public resourcesOf(_operation: string, input: unknown): string[] | undefined {
    const { Bucket, Key } = (input ?? {}) as { Bucket?: string; Key?: string };
    if (!Bucket) return undefined;
    return [`arn:aws:s3:::${Bucket}${Key === undefined ? '' : `/${Key}`}`];
  }

  /** The bytes of an object, for other services; undefined when there is none. */
  public tryRead(bucket: string, key: string): Buffer | undefined {
    return this.buckets.get(bucket)?.objects.get(key)?.body.read();
  }

  /** Keeps something for another service, in a bucket of that service that no list shows. */
  public keepForService(bucketName: string, key: string, body: Uint8Array): void {
    const bucket = this.buckets.get(bucketName) ?? this.newBucket(bucketName, { hidden: true });
    this.keep(bucket.name, key, { body: this.store.store(body), etag: '""', headers: {} });
  }

  /** Makes a bucket of another service into which clients put things by URLs that they were given. */
  public receiveForService(bucketName: string, read: (key: string, body: Uint8Array) => void): void {
    this.newBucket(bucketName, { hidden: true });
    this.readers.set(bucketName, read);
  }

  /**
   * Makes a directory of this computer an object: its zip archive, made when somebody reads it. For the assets of an
   * assembly that nobody uploads.
   */
  public mountDirectory(bucketName: string, key: string, directory: string): void {
    const bucket = this.buckets.get(bucketName) ?? this.newBucket(bucketName);
    this.keep(bucket.name, key, { body: zippedDirectory(directory), etag: '""', headers: {} });
  }

  /** Removes what is on the disk. */
  public close(): void {
    this.store.close();
  }

  private create({ Bucket = '' }: CreateBucketRequest) {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(Bucket)) {
      throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
    }
    // In us-east-1 creating one's own bucket again succeeds, elsewhere it does not.
    if (this.buckets.has(Bucket) && this.cloud.region !== 'us-east-1') {
      throw new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
      );
    }
    if (!this.buckets.has(Bucket)) this.newBucket(Bucket);
    return { Location: `/${Bucket}` };
  }

  private newBucket(name: string, { hidden = false } = {}): Bucket {
    const bucket = { name, createdAt: this.cloud.clock.now(), objects: new Map(), hidden };
    this.buckets.set(name, bucket);
    return bucket;
  }

  private deleteBucket({ Bucket }: BucketName) {
    const bucket = this.bucket(Bucket);
    if (bucket.objects.size > 0) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
    }
    this.buckets.delete(bucket.name);
    return {};
  }

  private put(input: WithBody<PutObjectRequest>) {
    const bucket = this.bucket(input.Bucket);
    if (input.IfNoneMatch === '*' && bucket.objects.has(input.Key ?? '')) {
      throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
    }
    const body = input.Body ?? new Uint8Array();
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    this.keep(bucket.name, input.Key ?? '', { body: this.store.store(body), etag, headers: headersOf(input) });
    this.readers.get(bucket.name)?.(input.Key ?? '', body);
    return { ETag: etag, ServerSideEncryption: 'AES256' as const };
  }

  private get(input: GetObjectRequest) {
    const object = this.object(input);
    const bytes = object.body.read();
    const range = bodyRange(input.Range, bytes.length);
    const part = range ? bytes.subarray(range.first, range.last + 1) : bytes;
    return {
      ...describeObject(object),
      Body: part,
      ContentLength: part.length,
      ContentRange: range && `bytes ${range.first}-${range.last}/${bytes.length}`,
    };
  }

  private head(input: HeadObjectRequest) {
    const object = this.object(input);
    return { ...describeObject(object), ContentLength: object.body.size };
  }

  private copy(input: CopyObjectRequest) {
    const [, bucket, key] = /^\/?([^/]+)\/([^?]+)/.exec(decodeURIComponent(input.CopySource ?? '')) ?? [];
    const source = this.object({ Bucket: bucket, Key: key });
    const headers = input.MetadataDirective === 'REPLACE' ? headersOf(input) : source.headers;
    const body = this.store.store(source.body.read());
    const copy = this.keep(this.bucket(input.Bucket).name, input.Key ?? '', { body, etag: source.etag, headers });
    return { CopyObjectResult: { ETag: copy.etag, LastModified: new Date(copy.modifiedAt) } };
  }

  private deleteObjects({ Bucket, Delete }: DeleteObjectsRequest) {
    const bucket = this.bucket(Bucket);
    const keys = Delete?.Objects?.map(({ Key }) => Key ?? '') ?? [];
    for (const key of keys) this.remove(bucket, key);
    return { Deleted: Delete?.Quiet ? [] : keys.map((Key) => ({ Key })) };
  }

  private keep(bucketName: string, key: string, object: Omit<S3Object, 'modifiedAt'>): S3Object {
    const bucket = this.bucket(bucketName);
    bucket.objects.get(key)?.body.remove();
    const kept = { ...object, modifiedAt: this.cloud.clock.now() };
    bucket.objects.set(key, kept);
    return kept;
  }

  private remove(bucket: Bucket, key: string): void {
    bucket.objects.get(key)?.body.remove();
    bucket.objects.delete(key);
  }

  private bucket(name = ''): Bucket {
    const found = this.buckets.get(name);
    if (!found) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return found;
  }

  private object({ Bucket, Key }: { readonly Bucket?: string; readonly Key?: string }): S3Object {
    const found = this.bucket(Bucket).objects.get(Key ?? '');
    if (!found) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return found;
  }
}
