import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { parsePolicy } from './policy';
import { encoded } from './role-operations';
import type { PolicyRecord, Roles } from './roles';

/** The operations on customer managed policies; a policy has one version here. */
export function policyOperations(state: Roles, cloud: Cloud) {
  const find = (arn: string | undefined): PolicyRecord => {
    const policy = state.policies.get(arn ?? '');
    if (!policy) throw new AwsError('NoSuchEntity', `Policy ${arn} was not found.`, 404);
    return policy;
  };
  return {
    CreatePolicy: (input: sdk.CreatePolicyCommandInput): sdk.CreatePolicyResponse => {
      const { PolicyName: name = '', Path: path = '/' } = input;
      const arn = `arn:aws:iam::${cloud.account}:policy${path}${name}`;
      if (state.policies.has(arn))
        throw new AwsError('EntityAlreadyExists', `A policy called ${name} already exists.`, 409);
      const policy = { name, arn, createdAt: cloud.clock.now(), document: parsePolicy(input.PolicyDocument) };
      state.policies.set(arn, policy);
      return { Policy: describe(policy) };
    },
    GetPolicy: (input: sdk.GetPolicyCommandInput): sdk.GetPolicyResponse => ({
      Policy: describe(find(input.PolicyArn)),
    }),
    GetPolicyVersion: (input: sdk.GetPolicyVersionCommandInput): sdk.GetPolicyVersionResponse => ({
      PolicyVersion: { VersionId: 'v1', IsDefaultVersion: true, Document: encoded(find(input.PolicyArn).document) },
    }),
    ListPolicies: (_input: sdk.ListPoliciesCommandInput): sdk.ListPoliciesResponse => ({
      Policies: [...state.policies.values()].map(describe),
      IsTruncated: false,
    }),
    DeletePolicy: (input: sdk.DeletePolicyCommandInput): void => {
      const { arn } = find(input.PolicyArn);
      if ([...state.roles.values()].some((role) => role.attached.has(arn)))
        throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.', 409);
      state.policies.delete(arn);
    },
  };
}

function describe({ name, arn, createdAt }: PolicyRecord): sdk.Policy {
  return { PolicyName: name, Arn: arn, DefaultVersionId: 'v1', IsAttachable: true, CreateDate: new Date(createdAt) };
}
