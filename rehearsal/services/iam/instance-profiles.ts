import type * as sdk from '@aws-sdk/client-iam';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import type { InstanceProfileRecord, Roles } from './roles';

/** The operations on instance profiles: what EC2 instances have their role by. */
export function instanceProfileOperations(state: Roles, cloud: Cloud) {
  const find = (name = ''): InstanceProfileRecord => {
    const found = state.instanceProfiles.get(name);
    if (!found) throw new AwsError('NoSuchEntity', `Instance Profile ${name} cannot be found.`, 404);
    return found;
  };
  return {
    CreateInstanceProfile: (input: sdk.CreateInstanceProfileRequest) => {
      const { InstanceProfileName: name = '', Path: path = '/' } = input;
      if (state.instanceProfiles.has(name))
        throw new AwsError('EntityAlreadyExists', `Instance Profile ${name} already exists.`, 409);
      const arn = `arn:aws:iam::${cloud.account}:instance-profile${path}${name}`;
      const profile = { name, path, arn, createdAt: cloud.clock.now() };
      state.instanceProfiles.set(name, profile);
      return { InstanceProfile: describe(state, profile) };
    },

    GetInstanceProfile: (input: sdk.GetInstanceProfileRequest) => ({
      InstanceProfile: describe(state, find(input.InstanceProfileName)),
    }),

    AddRoleToInstanceProfile: (input: sdk.AddRoleToInstanceProfileRequest): void => {
      const profile = find(input.InstanceProfileName);
      if (profile.roleName !== undefined)
        throw new AwsError('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409);
      profile.roleName = state.find(input.RoleName).name;
    },

    RemoveRoleFromInstanceProfile: (input: sdk.RemoveRoleFromInstanceProfileRequest): void => {
      find(input.InstanceProfileName).roleName = undefined;
    },

    DeleteInstanceProfile: (input: sdk.DeleteInstanceProfileRequest): void => {
      const profile = find(input.InstanceProfileName);
      if (profile.roleName !== undefined)
        throw new AwsError(
          'DeleteConflict',
          'Cannot delete entity, must remove roles from instance profile first.',
          409,
        );
      state.instanceProfiles.delete(profile.name);
    },
  };
}

function describe(state: Roles, { name, path, arn, createdAt, roleName }: InstanceProfileRecord) {
  const role = roleName === undefined ? undefined : state.roles.get(roleName);
  return {
    ...{ InstanceProfileName: name, InstanceProfileId: `AIPA-${name}`, Path: path, Arn: arn },
    ...{ CreateDate: new Date(createdAt), Roles: role ? [{ RoleName: role.name, Arn: role.arn }] : [] },
  };
}
