import type { AsgRevision } from '../../../rehearsal/release/descriptor/asg';
import { Problem } from '../../commands/problem';

const BUNDLE_TYPES: readonly [suffix: RegExp, type: string][] = [
  [/\.zip$/, 'zip'],
  [/\.tar\.gz$|\.tgz$/, 'tgz'],
  [/\.tar$/, 'tar'],
];

/**
 * CodeDeploy's RevisionLocation of `s3://bucket/key`, in the case of Step Functions' SDK integration; `?versionId=` names a
 * version of the object.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_S3Location.html
 * @throws Problem when it is no such URL, or no bundle that CodeDeploy unpacks
 */
export function s3Revision(url: string): AsgRevision {
  const [, Bucket, Key = '', Version] = /^s3:\/\/([^/?]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(url) ?? [];
  const BundleType = BUNDLE_TYPES.find(([suffix]) => suffix.test(Key))?.[1];
  if (!Bucket || !BundleType) {
    throw new Problem(`'--revision' must be s3://<bucket>/<key>, a .zip, .tar, .tar.gz or .tgz, got '${url}'`);
  }
  return { RevisionType: 'S3', S3Location: { Bucket, Key, BundleType, ...(Version && { Version }) } };
}

/** The URL of a revision, as `--revision` takes it. */
export function revisionUrl({ S3Location: { Bucket, Key, Version } }: AsgRevision): string {
  return `s3://${Bucket}/${Key}${Version ? `?versionId=${Version}` : ''}`;
}
