import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { rootOf } from '../../../rehearsal/principal';
import { S3, type S3Options } from '../../../rehearsal/services/s3/s3';
import { emptyCloud } from '../endpoint/fixture';

const open: S3[] = [];
afterEach(() => {
  for (const s3 of open.splice(0)) s3.close();
});

function testS3(options: S3Options = {}) {
  const cloud = emptyCloud();
  const service = cloud.add(new S3(cloud, options));
  open.push(service);
  const s3 = cloud.client(service, rootOf(cloud.account));
  const put = (Key: string, Body = Buffer.from(Key)) => s3.PutObject({ Bucket: ASSETS, Key, Body });
  return { service, s3, put };
}

const ASSETS = 'cdk-hnb659fds-assets-123456789012-us-east-1';

test('has the bucket that the CDK CLI uploads to', async () => {
  const { Buckets } = await testS3().s3.ListBuckets({});

  expect(Buckets.map(({ Name }) => Name)).toEqual([ASSETS]);
});

test('keeps what came with an object', async () => {
  const { s3 } = testS3();
  const headers = { ContentType: 'text/plain', CacheControl: 'no-store', Metadata: { colour: 'blue' } };
  await s3.PutObject({ Bucket: ASSETS, Key: 'a', Body: Buffer.from('hello'), ...headers });

  const object = await s3.GetObject({ Bucket: ASSETS, Key: 'a' });

  expect(object).toMatchObject({ ...headers, ContentLength: 5, ETag: '"5d41402abc4b2a76b9719d911017c592"' });
  expect(String(object.Body)).toBe('hello');
});

test.each([
  ['bytes=1-2', 'el', 'bytes 1-2/5'],
  ['bytes=3-', 'lo', 'bytes 3-4/5'],
  ['bytes=-2', 'lo', 'bytes 3-4/5'],
  ['bytes=0-99', 'hello', 'bytes 0-4/5'],
])('answers the part %s', async (Range, part, ContentRange) => {
  const { s3, put } = testS3();
  await put('hello');

  const object = await s3.GetObject({ Bucket: ASSETS, Key: 'hello', Range });

  expect([String(object.Body), object.ContentRange]).toEqual([part, ContentRange]);
});

test('refuses a part behind the end', async () => {
  const { s3, put } = testS3();
  await put('hello');

  await expect(s3.GetObject({ Bucket: ASSETS, Key: 'hello', Range: 'bytes=9-' })).rejects.toMatchObject({
    code: 'InvalidRange',
    status: 416,
  });
});

test('lists by prefix, delimiter and page', async () => {
  const { s3, put } = testS3();
  for (const key of ['b/2', 'a', 'b/1', 'c']) await put(key);

  const all = await s3.ListObjectsV2({ Bucket: ASSETS });
  const top = await s3.ListObjectsV2({ Bucket: ASSETS, Delimiter: '/' });
  const first = await s3.ListObjectsV2({ Bucket: ASSETS, MaxKeys: 3 });
  const rest = await s3.ListObjectsV2({ Bucket: ASSETS, ContinuationToken: first.NextContinuationToken });

  expect(all.Contents.map(({ Key }) => Key)).toEqual(['a', 'b/1', 'b/2', 'c']);
  expect(top.Contents.map(({ Key }) => Key)).toEqual(['a', 'c']);
  expect(top.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
  expect(first).toMatchObject({ IsTruncated: true, KeyCount: 3 });
  expect(rest.Contents.map(({ Key }) => Key)).toEqual(['c']);
});

test('puts an object together from its parts, in their order', async () => {
  const { s3 } = testS3();
  const { UploadId } = await s3.CreateMultipartUpload({ Bucket: ASSETS, Key: 'big' });
  const part = (PartNumber: number, text: string) =>
    s3.UploadPart({ Bucket: ASSETS, Key: 'big', UploadId, PartNumber, Body: Buffer.from(text) });
  const second = await part(2, 'lo');
  const first = await part(1, 'hel');

  const Parts = [
    { PartNumber: 1, ...first },
    { PartNumber: 2, ...second },
  ];
  const { ETag } = await s3.CompleteMultipartUpload({
    Bucket: ASSETS,
    Key: 'big',
    UploadId,
    MultipartUpload: { Parts },
  });

  expect(String((await s3.GetObject({ Bucket: ASSETS, Key: 'big' })).Body)).toBe('hello');
  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  await expect(s3.ListParts({ Bucket: ASSETS, Key: 'big', UploadId })).rejects.toMatchObject({ code: 'NoSuchUpload' });
});

test('keeps large objects on the disk until it is closed', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 's3-test-'));
  const { s3, service, put } = testS3({ largeObjectsIn: directory });

  await put('big', Buffer.alloc(1_000_000, 'x'));
  const { ContentLength, Body } = await s3.GetObject({ Bucket: ASSETS, Key: 'big' });
  const whileOpen = readdirSync(directory);
  service.close();
  const afterwards = readdirSync(directory);
  rmSync(directory, { recursive: true });

  expect([ContentLength, Body.length]).toEqual([1_000_000, 1_000_000]);
  expect(whileOpen).toHaveLength(1);
  expect(afterwards).toEqual([]);
});

test('serves a directory as its archive', () => {
  const { service } = testS3();
  const directory = mkdtempSync(path.join(tmpdir(), 's3-test-'));
  mkdirSync(path.join(directory, 'lib'));
  writeFileSync(path.join(directory, 'lib', 'index.js'), 'code');

  service.mountDirectory(ASSETS, 'asset.zip', directory);
  const files = unzipSync(service.tryRead(ASSETS, 'asset.zip') ?? new Uint8Array());
  rmSync(directory, { recursive: true });

  expect(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([['lib/index.js', 'code']]);
});

test('copies and deletes objects', async () => {
  const { s3, put } = testS3();
  await put('a');

  await s3.CopyObject({ Bucket: ASSETS, Key: 'b', CopySource: `/${ASSETS}/a` });
  const { Deleted } = await s3.DeleteObjects({ Bucket: ASSETS, Delete: { Objects: [{ Key: 'a' }, { Key: 'none' }] } });

  expect(Deleted).toEqual([{ Key: 'a' }, { Key: 'none' }]);
  expect((await s3.ListObjectsV2({ Bucket: ASSETS })).Contents.map(({ Key }) => Key)).toEqual(['b']);
});

test('does not delete a bucket that has something in it', async () => {
  const { s3, put } = testS3();
  await put('a');

  await expect(s3.DeleteBucket({ Bucket: ASSETS })).rejects.toMatchObject({ code: 'BucketNotEmpty', status: 409 });
});
