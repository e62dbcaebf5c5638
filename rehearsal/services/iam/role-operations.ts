import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { managedPolicyName } from './managed-policies';
import { parsePolicy } from './policy';
import type { RoleRecord, Roles } from './roles';

/** The operations on roles and their inline policies. */
export function roleOperations(state: Roles, cloud: Cloud) {
  return {
    CreateRole: (input: sdk.CreateRoleCommandInput): sdk.CreateRoleResponse => {
      const { RoleName: name = '', Path: path = '/' } = input;
      if (state.roles.has(name))
        throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
      const role: RoleRecord = {
        ...{ name, path, arn: `arn:aws:iam::${cloud.account}:role${path}${name}`, createdAt: cloud.clock.now() },
        id: `AROA${String(state.roles.size + 1).padStart(17, '0')}`,
        ...{ description: input.Description, tags: input.Tags ?? [], inline: new Map(), attached: new Set() },
        trust: parsePolicy(input.AssumeRolePolicyDocument),
      };
      state.roles.set(name, role);
      return { Role: describe(role) };
    },

    GetRole: (input: sdk.GetRoleCommandInput): sdk.GetRoleResponse => ({ Role: describe(state.find(input.RoleName)) }),

    ListRoles: (input: sdk.ListRolesCommandInput): sdk.ListRolesResponse => {
      const found = [...state.roles.values()].filter((one) => one.path.startsWith(input.PathPrefix ?? '/'));
      return { Roles: found.map(describe), IsTruncated: false };
    },

    DeleteRole: (input: sdk.DeleteRoleCommandInput): void => {
      const role = state.find(input.RoleName);
      if (role.inline.size > 0)
        throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
      if (role.attached.size > 0)
        throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409);
      state.roles.delete(role.name);
    },

    UpdateAssumeRolePolicy: (input: sdk.UpdateAssumeRolePolicyCommandInput): void => {
      state.find(input.RoleName).trust = parsePolicy(input.PolicyDocument);
    },

    PutRolePolicy: (input: sdk.PutRolePolicyCommandInput): void => {
      state.find(input.RoleName).inline.set(input.PolicyName ?? '', parsePolicy(input.PolicyDocument));
    },

    GetRolePolicy: (input: sdk.GetRolePolicyCommandInput): sdk.GetRolePolicyResponse => {
      const document = state.find(input.RoleName).inline.get(input.PolicyName ?? '');
      if (!document) throw noSuchPolicy(input.PolicyName);
      return { RoleName: input.RoleName, PolicyName: input.PolicyName, PolicyDocument: encoded(document) };
    },

    ListRolePolicies: (input: sdk.ListRolePoliciesCommandInput): sdk.ListRolePoliciesResponse => ({
      PolicyNames: [...state.find(input.RoleName).inline.keys()],
      IsTruncated: false,
    }),

    DeleteRolePolicy: (input: sdk.DeleteRolePolicyCommandInput): void => {
      if (!state.find(input.RoleName).inline.delete(input.PolicyName ?? '')) throw noSuchPolicy(input.PolicyName);
    },

    AttachRolePolicy: (input: sdk.AttachRolePolicyCommandInput): void => {
      const { PolicyArn: arn = '' } = input;
      if (!managedPolicyName(arn) && !state.policies.has(arn))
        throw new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
      state.find(input.RoleName).attached.add(arn);
    },

    DetachRolePolicy: (input: sdk.DetachRolePolicyCommandInput): void => {
      state.find(input.RoleName).attached.delete(input.PolicyArn ?? '');
    },

    ListAttachedRolePolicies: (
      input: sdk.ListAttachedRolePoliciesCommandInput,
    ): sdk.ListAttachedRolePoliciesResponse => ({
      AttachedPolicies: [...state.find(input.RoleName).attached].map((PolicyArn) => ({
        PolicyName: PolicyArn.split('/').at(-1),
        PolicyArn,
      })),
      IsTruncated: false,
    }),
  };
}

function describe({ name, arn, id, path, createdAt, description, tags, trust }: RoleRecord): sdk.Role {
  return {
    ...{ RoleName: name, Arn: arn, RoleId: id, Path: path, CreateDate: new Date(createdAt), Description: description },
    ...{ AssumeRolePolicyDocument: encoded(trust), MaxSessionDuration: 3600, Tags: [...tags] },
  };
}

/** IAM answers documents URL-encoded. */
export function encoded(document: object): string {
  return encodeURIComponent(JSON.stringify(document));
}

function noSuchPolicy(name: string | undefined): AwsError {
  return new AwsError('NoSuchEntity', `The role policy with name ${name} cannot be found.`, 404);
}
