import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** The role of a service of AWS that releases one service: a given one, or a new one; it is allowed what is stated either way. */
export function serviceRole(
  scope: Construct,
  id: string,
  given: iam.IRole | undefined,
  principal: string,
  statements: readonly iam.PolicyStatement[],
): iam.IRole {
  const role = given ?? new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal(principal) });
  for (const statement of statements) role.addToPrincipalPolicy(statement);
  return role;
}

/** The same role for a construct of the CDK that would attach a managed policy to it, which allows more. */
export function withoutManagedPolicy(scope: Construct, id: string, role: iam.IRole): iam.IRole {
  return role instanceof iam.Role
    ? role.withoutPolicyUpdates()
    : iam.Role.fromRoleArn(scope, id, role.roleArn, { mutable: false });
}
