import { createHash } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { FunctionToRun } from '../../ports';
import type { S3 } from '../s3/s3';

/** `Code` as an API call or a template gives it. */
export interface FunctionCode {
  /** The archive; a text is the source of `index.js`, which only a template can give. */
  readonly ZipFile?: Uint8Array | string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
}

/** Where a function's code is, and what it is. */
export interface CodeState {
  readonly where: FunctionToRun['code'];
  /** Base64, as Lambda tells it. */
  readonly sha256: string;
  readonly size: number;
}

/** Lambda keeps uploaded archives in a bucket of its own. */
const OWN_BUCKET = 'awslambda-tasks';

/**
 * Takes over a function's code.
 *
 * @throws AwsError when it is nowhere
 */
export function readFunctionCode({ ZipFile, S3Bucket, S3Key }: FunctionCode, s3: S3, name: string): CodeState {
  if (typeof ZipFile === 'string') return stateOf({ zipFile: ZipFile }, Buffer.from(ZipFile));
  if (ZipFile) {
    const key = `${name}/${sha256(ZipFile, 'hex')}.zip`;
    s3.keepForService(OWN_BUCKET, key, ZipFile);
    return stateOf({ bucket: OWN_BUCKET, key }, ZipFile);
  }
  const archive = S3Bucket && S3Key ? s3.tryRead(S3Bucket, S3Key) : undefined;
  if (!archive) {
    const reason = S3Bucket && S3Key ? `there is no object '${S3Key}' in bucket '${S3Bucket}'` : 'no code was given';
    throw new AwsError(
      'InvalidParameterValueException',
      `Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist. (${reason})`,
    );
  }
  return stateOf({ bucket: S3Bucket, key: S3Key }, archive);
}

function stateOf(where: CodeState['where'], bytes: Uint8Array): CodeState {
  return { where, sha256: sha256(bytes, 'base64'), size: bytes.length };
}

function sha256(bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}
