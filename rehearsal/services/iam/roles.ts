import type { Tag } from '@aws-sdk/client-iam';
import { AwsError } from '../../aws-error';
import { MANAGED_POLICIES, managedPolicyName } from './managed-policies';
import { type PolicyDocument, type Statement, statementsOf } from './policy';

export interface RoleRecord {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly path: string;
  readonly createdAt: number;
  readonly description?: string;
  readonly tags: readonly Tag[];
  trust: PolicyDocument;
  readonly inline: Map<string, PolicyDocument>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
}

export interface PolicyRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly document: PolicyDocument;
}

export interface InstanceProfileRecord {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  roleName?: string;
}

/** The roles, instance profiles and customer managed policies of the account. */
export class Roles {
  /** By name. */
  public readonly roles = new Map<string, RoleRecord>();
  /** By ARN. */
  public readonly policies = new Map<string, PolicyRecord>();
  /** By name. */
  public readonly instanceProfiles = new Map<string, InstanceProfileRecord>();

  /** @throws AwsError NoSuchEntity */
  public find(name: string | undefined): RoleRecord {
    const role = this.roles.get(name ?? '');
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return role;
  }

  public tryFindByArn(arn: string): RoleRecord | undefined {
    const role = this.roles.get(arn.split('/').at(-1) ?? '');
    return role?.arn === arn ? role : undefined;
  }

  /** Everything that a role's policies say; an AWS managed policy that is not known says nothing. */
  public statementsOf(role: RoleRecord): Statement[] {
    const inline = [...role.inline.values()].flatMap(statementsOf);
    const attached = [...role.attached].flatMap((arn) => {
      const own = this.policies.get(arn);
      return own ? statementsOf(own.document) : (MANAGED_POLICIES[managedPolicyName(arn) ?? ''] ?? []);
    });
    return [...inline, ...attached];
  }

  /** ARNs of the role's managed policies whose content is not known. */
  public unknownPoliciesOf(role: RoleRecord): string[] {
    return [...role.attached].filter(
      (arn) => !this.policies.has(arn) && !MANAGED_POLICIES[managedPolicyName(arn) ?? ''],
    );
  }
}

/** The name that a person knows a role by: the construct's logical id where CloudFormation made the role. */
export function roleLabel({ name, tags }: RoleRecord): string {
  const tag = (key: string) => tags.find((one) => one.Key === `aws:cloudformation:${key}`)?.Value;
  return tag('logical-id') ?? name;
}
