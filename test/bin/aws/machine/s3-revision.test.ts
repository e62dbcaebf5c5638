import { revisionUrl, s3Revision } from '../../../../bin/aws/machine/s3-revision';

test.each([
  ['s3://b/web.zip', { Bucket: 'b', Key: 'web.zip', BundleType: 'zip' }],
  ['s3://b/a/web.tar.gz', { Bucket: 'b', Key: 'a/web.tar.gz', BundleType: 'tgz' }],
  ['s3://b/web.tgz', { Bucket: 'b', Key: 'web.tgz', BundleType: 'tgz' }],
  ['s3://b/web.tar?versionId=v1', { Bucket: 'b', Key: 'web.tar', BundleType: 'tar', Version: 'v1' }],
])('%s is a revision of CodeDeploy', (url, S3Location) => {
  expect(s3Revision(url)).toEqual({ RevisionType: 'S3', S3Location });
});

test.each(['', 'web.zip', 's3://b', 's3://b/', 's3://b/web', 'https://b/web.zip'])('%p is none', (url) => {
  expect(() => s3Revision(url)).toThrow(`'--revision' must be s3://<bucket>/<key>, a .zip, .tar, .tar.gz or .tgz, got`);
});

test.each(['s3://b/a/web.zip', 's3://b/web.tar?versionId=v1'])('%s is the URL of its revision', (url) => {
  expect(revisionUrl(s3Revision(url))).toBe(url);
});
