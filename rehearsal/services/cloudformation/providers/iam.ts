import type * as sdk from '@aws-sdk/client-iam';
import { type ProviderContext, type Providers, provider } from '../provider';

type Document = Readonly<Record<string, unknown>>;
interface Inline {
  readonly PolicyName: string;
  readonly PolicyDocument: Document;
}
type Role = Omit<sdk.CreateRoleRequest, 'AssumeRolePolicyDocument'> & {
  readonly AssumeRolePolicyDocument: Document;
  readonly ManagedPolicyArns?: readonly string[];
  readonly Policies?: readonly Inline[];
};
type Policy = Inline & { readonly Roles?: readonly string[] };
type ManagedPolicy = Omit<sdk.CreatePolicyRequest, 'PolicyDocument'> & {
  readonly ManagedPolicyName?: string;
  readonly PolicyDocument: Document;
  readonly Roles?: readonly string[];
};

/** AWS::IAM. A changed role or policy is put in whole: what the template no longer has is taken away. */
export const iamProviders: Providers = {
  'AWS::IAM::Role': provider<Role>({
    replaceOn: ['RoleName', 'Path'],
    create: async (properties, context) => {
      const { AssumeRolePolicyDocument, ManagedPolicyArns: _arns, Policies: _policies, ...rest } = properties;
      const input: sdk.CreateRoleRequest = {
        ...rest,
        RoleName: properties.RoleName ?? context.physicalName(64),
        AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
        Tags: [...(properties.Tags ?? []), ...stackTags(context)],
      };
      const made = await context.call<sdk.CreateRoleRequest, sdk.CreateRoleResponse>('iam', 'CreateRole', input);
      const RoleName = input.RoleName ?? '';
      const existing = { physicalId: RoleName, attributes: { Arn: made.Role?.Arn, RoleId: made.Role?.RoleId } };
      context.initiated(existing);
      await attach(RoleName, properties, context);
      return existing;
    },
    update: async (properties, old, { physicalId: RoleName }, context) => {
      const PolicyDocument = JSON.stringify(properties.AssumeRolePolicyDocument);
      await context.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
      await detach(RoleName, old, context);
      await attach(RoleName, properties, context);
      return undefined;
    },
    delete: async ({ physicalId: RoleName }, properties, context) => {
      await detach(RoleName, properties, context);
      await context.call('iam', 'DeleteRole', { RoleName });
    },
  }),

  'AWS::IAM::Policy': provider<Policy>({
    replaceOn: ['PolicyName'],
    create: async (properties, context) => {
      await putInline(properties, context);
      return { physicalId: context.physicalName(), attributes: {} };
    },
    update: async (properties, old, _existing, context) => {
      await deleteInline({ ...old, Roles: old.Roles?.filter((one) => !properties.Roles?.includes(one)) }, context);
      await putInline(properties, context);
      return undefined;
    },
    delete: async (_existing, properties, context) => deleteInline(properties, context),
  }),

  'AWS::IAM::ManagedPolicy': provider<ManagedPolicy>({
    create: async (properties, context) => {
      const { ManagedPolicyName: name, PolicyDocument, Roles = [], Path, Description } = properties;
      const made = await context.call<sdk.CreatePolicyRequest, sdk.CreatePolicyResponse>('iam', 'CreatePolicy', {
        ...{ PolicyName: name ?? context.physicalName(), Path, Description },
        PolicyDocument: JSON.stringify(PolicyDocument),
      });
      const PolicyArn = made.Policy?.Arn ?? '';
      for (const RoleName of Roles) await context.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
      return { physicalId: PolicyArn, attributes: { PolicyArn } };
    },
    delete: async ({ physicalId: PolicyArn }, { Roles = [] }, context) => {
      for (const RoleName of Roles) await context.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
      await context.call('iam', 'DeletePolicy', { PolicyArn });
    },
  }),

  'AWS::IAM::InstanceProfile': provider<sdk.CreateInstanceProfileRequest & { readonly Roles?: readonly string[] }>({
    replaceOn: ['InstanceProfileName', 'Path'],
    create: async ({ Roles = [], ...properties }, context) => {
      const InstanceProfileName = properties.InstanceProfileName ?? context.physicalName();
      const input = { InstanceProfileName, Path: properties.Path };
      const { InstanceProfile } = (await context.call('iam', 'CreateInstanceProfile', input)) as {
        InstanceProfile: sdk.InstanceProfile;
      };
      for (const RoleName of Roles)
        await context.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
      return { physicalId: InstanceProfileName, attributes: { Arn: InstanceProfile.Arn ?? '' } };
    },
    update: async ({ Roles = [] }, old, { physicalId: InstanceProfileName }, context) => {
      for (const RoleName of old.Roles ?? [])
        await context.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
      for (const RoleName of Roles)
        await context.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
      return undefined;
    },
    delete: async ({ physicalId: InstanceProfileName }, { Roles = [] }, context) => {
      for (const RoleName of Roles)
        await context.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
      await context.call('iam', 'DeleteInstanceProfile', { InstanceProfileName });
    },
  }),
};

/** The tags by which the report finds the name that people know a role by. */
function stackTags({ stackId, stackName, logicalId }: ProviderContext): sdk.Tag[] {
  const tags = { 'stack-id': stackId, 'stack-name': stackName, 'logical-id': logicalId };
  return Object.entries(tags).map(([key, Value]) => ({ Key: `aws:cloudformation:${key}`, Value }));
}

async function attach(RoleName: string, role: Role, context: ProviderContext): Promise<void> {
  for (const { PolicyName, PolicyDocument } of role.Policies ?? [])
    await context.call('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName,
      PolicyDocument: JSON.stringify(PolicyDocument),
    });
  for (const PolicyArn of role.ManagedPolicyArns ?? [])
    await context.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
}

async function detach(RoleName: string, role: Role, context: ProviderContext): Promise<void> {
  for (const { PolicyName } of role.Policies ?? [])
    await context.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  for (const PolicyArn of role.ManagedPolicyArns ?? [])
    await context.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
}

async function putInline({ PolicyName, PolicyDocument, Roles = [] }: Policy, context: ProviderContext): Promise<void> {
  for (const RoleName of Roles)
    await context.call('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName,
      PolicyDocument: JSON.stringify(PolicyDocument),
    });
}

async function deleteInline({ PolicyName, Roles = [] }: Policy, context: ProviderContext): Promise<void> {
  for (const RoleName of Roles) await context.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
}
