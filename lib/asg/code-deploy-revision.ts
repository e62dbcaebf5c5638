import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';

const BUNDLE_TYPES: readonly [suffix: RegExp, type: string][] = [
  [/\.zip$/, 'zip'],
  [/\.tar\.gz$|\.tgz$/, 'tgz'],
  [/\.tar$/, 'tar'],
];

/** Which object of a key a revision is. */
export interface CodeDeployRevisionOptions {
  /**
   * The version of the object, in a bucket that keeps versions.
   *
   * @default - the newest at the time of the deployment. A new object under the same key is then no new version for `releaseOnDeploy`.
   */
  readonly objectVersion?: string;

  /**
   * The ETag that the object must have; otherwise the deployment fails, and the release goes back.
   *
   * @default - whatever is there
   */
  readonly eTag?: string;
}

/**
 * An application revision of CodeDeploy: a bundle in S3 with an `appspec.yml` in it.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_S3Location.html
 */
export class CodeDeployRevision {
  /**
   * A bundle that something else has put into a bucket: a .zip, .tar, .tar.gz or .tgz.
   *
   * @throws Error when the key does not tell which of them it is
   */
  public static fromBucket(
    bucket: s3.IBucket,
    key: string,
    options: CodeDeployRevisionOptions = {},
  ): CodeDeployRevision {
    const type = BUNDLE_TYPES.find(([suffix]) => suffix.test(key))?.[1];
    if (Token.isUnresolved(key) || !type) {
      throw new Error(
        `the key of a revision must be known at synth and end in .zip, .tar, .tar.gz or .tgz, got '${key}'; put the text of its version into 'objectVersion'`,
      );
    }
    return new CodeDeployRevision(bucket, key, type, options);
  }

  /** A directory, or a .zip, of the app: each change of a file in it is a new version. */
  public static fromAsset(asset: Asset): CodeDeployRevision {
    if (!asset.isZipArchive) {
      throw new Error(
        `the asset '${asset.node.path}' is a file and no bundle; give a directory with an appspec.yml in it, or a .zip`,
      );
    }
    return new CodeDeployRevision(asset.bucket, asset.s3ObjectKey, 'zip', {});
  }

  private constructor(
    private readonly bucket: s3.IBucket,
    private readonly key: string,
    private readonly bundleType: string,
    private readonly options: CodeDeployRevisionOptions,
  ) {}

  /**
   * A RevisionLocation in the case of Step Functions' SDK integration.
   *
   * @internal
   */
  public _render(): object {
    const { objectVersion: Version, eTag: ETag } = this.options;
    return {
      RevisionType: 'S3',
      S3Location: {
        Bucket: this.bucket.bucketName,
        Key: this.key,
        BundleType: this.bundleType,
        ...(Version && { Version }),
        ...(ETag && { ETag }),
      },
    };
  }

  /**
   * In words, another one for another revision; `bluegreen release --revision` takes it so, without the ETag.
   *
   * @internal
   */
  public _describe(): string {
    const { objectVersion, eTag } = this.options;
    const version = objectVersion === undefined ? '' : `?versionId=${objectVersion}`;
    return `s3://${this.bucket.bucketName}/${this.key}${version}${eTag === undefined ? '' : ` (${eTag})`}`;
  }

  /**
   * Lets the agent on the instances fetch it, and nothing else of the bucket.
   *
   * @internal
   */
  public _grantRead(role: iam.IRole): void {
    role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.bucket.arnForObjects(this.key)],
      }),
    );
    this.bucket.encryptionKey?.grantDecrypt(role);
  }
}
