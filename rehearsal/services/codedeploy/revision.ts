import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import type { Cloud } from '../../cloud';
import { type AppSpec, AppSpecError, parseAppSpec } from './app-spec';
import type { AsRole } from './as-role';
import { failure } from './interruption';

/** Reads the AppSpec of a revision: its own text, or an object in S3, read as the service role. */
export async function readAppSpec(
  cloud: Cloud,
  role: AsRole,
  revision: RevisionLocation | undefined,
): Promise<AppSpec> {
  const text = revision?.appSpecContent?.content ?? revision?.string?.content ?? (await fromS3(role, revision));
  try {
    return parseAppSpec(text, cloud.switches.is('codedeploy.app-spec-version-0', 'accepted'));
  } catch (error) {
    if (error instanceof AppSpecError) throw failure('INVALID_REVISION', error.message);
    throw error;
  }
}

async function fromS3(role: AsRole, revision: RevisionLocation | undefined): Promise<string> {
  const { bucket, key, version } = revision?.s3Location ?? {};
  if (!bucket || !key)
    throw failure('REVISION_MISSING', `a revision of type ${revision?.revisionType} is not known to the local AWS`);
  const input = { Bucket: bucket, Key: key, VersionId: version };
  const { Body } = await role.call<{ Body?: Uint8Array | string }>('s3', 'GetObject', input);
  return typeof Body === 'string' ? Body : new TextDecoder().decode(Body);
}
