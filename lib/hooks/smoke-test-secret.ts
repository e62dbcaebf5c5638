import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { SecretVariable } from '../../lambda/smoke-test/environment';

/** A test credential that a smoke test reads from Secrets Manager when it runs; it is never logged. */
export class SmokeTestSecret {
  /** The whole secret text, or one field of a JSON secret. */
  public static fromSecretsManager(secret: secretsmanager.ISecret, field?: string): SmokeTestSecret {
    return new SmokeTestSecret(secret, field);
  }

  private constructor(
    private readonly secret: secretsmanager.ISecret,
    private readonly field?: string,
  ) {}

  /** @internal */
  public _render(name: string): SecretVariable {
    return { name, secretId: this.secret.secretArn, ...(this.field !== undefined && { jsonKey: this.field }) };
  }

  /** @internal */
  public _grantRead(grantee: iam.IGrantable): void {
    this.secret.grantRead(grantee);
  }
}
