import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  GetCallerIdentityResponse,
  GetSessionTokenRequest,
  GetSessionTokenResponse,
} from '@aws-sdk/client-sts';
import { AwsError } from '../aws-error';
import type { Cloud } from '../cloud';
import { type Credentials, isSession } from '../endpoint/credentials';
import type { Principal } from '../principal';
import { rootOf } from '../principal';
import type { Call, Service } from '../service';

export interface StsOptions {
  /**
   * Does the account have this role?
   *
   * @default - it has none, so that every session acts as root
   */
  readonly hasRole?: (roleArn: string) => boolean;
}

/** Security Token Service: who am I, and let me be a role. */
export class Sts implements Service {
  public readonly prefix = 'sts';
  public readonly operations = {
    GetCallerIdentity: (_input: object, { principal }: Call) => this.describe(principal),
    AssumeRole: (input: AssumeRoleRequest) => this.assumeRole(input),
    GetSessionToken: (input: GetSessionTokenRequest, { principal }: Call) => this.sessionOf(principal, input),
  };

  constructor(
    private readonly cloud: Cloud,
    private readonly credentials: Credentials,
    private readonly options: StsOptions = {},
  ) {}

  private describe(principal: Principal): GetCallerIdentityResponse {
    const { account } = this.cloud;
    return isSession(principal)
      ? { Account: account, Arn: principal.sessionArn, UserId: principal.userId }
      : { Account: account, Arn: principal.arn, UserId: account };
  }

  /** Trust policies are not looked at: everybody who can reach the endpoint is root already. */
  private assumeRole({ RoleArn, RoleSessionName, DurationSeconds }: AssumeRoleRequest): AssumeRoleResponse {
    const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(.+)$/.exec(RoleArn ?? '');
    if (!RoleArn || !match) throw new AwsError('ValidationError', `${RoleArn ?? 'nothing'} is invalid as a RoleArn`);
    if (!RoleSessionName) throw new AwsError('ValidationError', 'RoleSessionName is required');
    if (match[1] !== this.cloud.account) throw this.notAuthorised(RoleArn);
    // The bootstrap roles of the CDK are in no template that was deployed here, and everything must be possible with them.
    const actsAs = this.options.hasRole?.(RoleArn) ? undefined : rootOf(this.cloud.account);
    const issued = this.credentials.issue(RoleArn, {
      sessionName: RoleSessionName,
      durationSeconds: DurationSeconds,
      actsAs,
    });
    const principal = this.credentials.resolve(issued.AccessKeyId);
    const identity = this.describe(principal);
    return { Credentials: issued, AssumedRoleUser: { Arn: identity.Arn, AssumedRoleId: identity.UserId } };
  }

  private sessionOf(principal: Principal, { DurationSeconds }: GetSessionTokenRequest): GetSessionTokenResponse {
    if (isSession(principal)) {
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    }
    const issued = this.credentials.issue(principal.arn, {
      sessionName: 'session',
      durationSeconds: DurationSeconds ?? 43_200,
      actsAs: principal,
    });
    return { Credentials: issued };
  }

  private notAuthorised(roleArn: string): AwsError {
    const who = rootOf(this.cloud.account).arn;
    return new AwsError(
      'AccessDenied',
      `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}; the local AWS has the account ${this.cloud.account} only`,
      403,
    );
  }
}
