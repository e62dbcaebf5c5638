import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type At, failure } from '../both';
import type { Except } from '../differences';

const Bucket = 'contract';
const at3 = (Key: string) => ({ Bucket, Key });

export async function story(at: At) {
  const s3 = at(S3Client);
  const created = await s3.send(new CreateBucketCommand({ Bucket }));
  const headers = { ContentType: 'text/plain', Metadata: { colour: 'blue' } };
  const put = await s3.send(new PutObjectCommand({ ...at3('a/å b.txt'), Body: 'hello', ...headers }));
  await s3.send(new PutObjectCommand({ ...at3('b'), Body: 'b' }));
  const get = async (Key: string, Range?: string) => {
    const { Body, ...rest } = await s3.send(new GetObjectCommand({ ...at3(Key), Range }));
    return { ...rest, text: await Body?.transformToString() };
  };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at3('big')));
  const { ETag } = await s3.send(new UploadPartCommand({ ...at3('big'), UploadId, PartNumber: 1, Body: 'part' }));
  return {
    location: created.Location,
    region: (await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint,
    headBucket: (await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion,
    etag: put.ETag,
    read: await get('a/å b.txt'),
    part: await get('a/å b.txt', 'bytes=1-3'),
    badPart: await failure(get('a/å b.txt', 'bytes=99-')),
    head: await s3.send(new HeadObjectCommand(at3('a/å b.txt'))),
    headNone: await failure(s3.send(new HeadObjectCommand(at3('none')))),
    none: await failure(get('none')),
    noBucket: await failure(s3.send(new ListObjectsV2Command({ Bucket: 'nosuchbucket' }))),
    completed: (
      await s3.send(
        new CompleteMultipartUploadCommand({
          ...at3('big'),
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      )
    ).ETag,
    copied: (await s3.send(new CopyObjectCommand({ ...at3('c'), CopySource: `${Bucket}/b` }))).CopyObjectResult,
    list: await s3.send(new ListObjectsV2Command({ Bucket })),
    folders: await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', Prefix: '' })),
    page: await s3
      .send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }))
      .then(({ IsTruncated, KeyCount }) => ({ IsTruncated, KeyCount })),
    notEmpty: await failure(s3.send(new DeleteBucketCommand({ Bucket }))),
    deleted: await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b' }, { Key: 'none' }] } })),
  };
}

export const except: Except = {
  'read.ServerSideEncryption': 'S3 encrypts every object since 2023; moto leaves it out',
  'part.ServerSideEncryption': 'S3 encrypts every object since 2023; moto leaves it out',
  'head.ServerSideEncryption': 'S3 encrypts every object since 2023; moto leaves it out',
  'read.ChecksumCRC32': 'ours does not keep checksums',
  'copied.ChecksumCRC32': 'ours does not keep checksums',
  'list.Contents.*.ChecksumAlgorithm': 'ours does not keep checksums',
  'folders.Contents.*.ChecksumAlgorithm': 'ours does not keep checksums',
};
