/** Operations whose IAM action has another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  'lambda:InvokeAsync': 'lambda:InvokeFunction',
  's3:HeadObject': 's3:GetObject',
  's3:CopyObject': 's3:PutObject',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:UploadPart': 's3:PutObject',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
};

/** The IAM action of an operation, e.g. `lambda:InvokeFunction` for Lambda's `Invoke`. */
export function actionOf(prefix: string, operation: string): string {
  const name = `${prefix}:${operation}`;
  return ACTIONS[name] ?? name;
}
