import { randomBytes } from 'node:crypto';
import type { Principal } from '../principal';
import { rootOf } from '../principal';

/** A principal that came by a role session. */
export interface SessionPrincipal extends Principal {
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  readonly sessionArn: string;
  /** The role's id and the session's name, as GetCallerIdentity tells them. */
  readonly userId: string;
}

/** Temporary credentials as STS issues them. */
export interface TemporaryCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  /** In real time: an SDK compares it with the computer's clock, not with the rehearsal's. */
  readonly Expiration: Date;
}

export interface IssueOptions {
  readonly sessionName: string;
  /** @default 3600 */
  readonly durationSeconds?: number;
  /**
   * Whom the session acts as.
   *
   * @default - the role itself
   */
  readonly actsAs?: Principal;
}

/**
 * The access keys of the local AWS. Those it issued speak for a role; every other key is the account's root, so that
 * whatever a person has configured works. Signatures are not verified, and the keys do not expire here.
 */
export class Credentials {
  private readonly sessions = new Map<string, SessionPrincipal>();

  constructor(private readonly account: string) {}

  /** New credentials for a role. */
  public issue(roleArn: string, { sessionName, durationSeconds = 3600, actsAs }: IssueOptions): TemporaryCredentials {
    const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const AccessKeyId = `ASIA${randomKey(16)}`;
    this.sessions.set(AccessKeyId, {
      kind: actsAs?.kind ?? 'role',
      arn: actsAs?.arn ?? roleArn,
      sessionArn: `arn:aws:sts::${this.account}:assumed-role/${roleName}/${sessionName}`,
      userId: `AROA${stableId(roleArn)}:${sessionName}`,
    });
    return {
      AccessKeyId,
      SecretAccessKey: randomBytes(30).toString('base64'),
      SessionToken: randomBytes(96).toString('base64'),
      Expiration: new Date(Date.now() + durationSeconds * 1000),
    };
  }

  /** Who calls with an access key. */
  public resolve(accessKeyId: string): Principal {
    return this.sessions.get(accessKeyId) ?? rootOf(this.account);
  }
}

/** Did a principal come by a role session? */
export function isSession(principal: Principal): principal is SessionPrincipal {
  return 'sessionArn' in principal;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function randomKey(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** The same role always has the same id. */
function stableId(text: string): string {
  let hash = 0n;
  for (const character of text) hash = (hash * 131n + BigInt(character.codePointAt(0) ?? 0)) % 2n ** 85n;
  return Array.from({ length: 17 }, (_, place) => ALPHABET[Number((hash >> BigInt(place * 5)) & 31n)]).join('');
}
