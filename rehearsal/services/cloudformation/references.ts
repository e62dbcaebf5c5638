import type { GetSecretValueCommandInput, GetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { GetParameterCommandInput, GetParameterCommandOutput } from '@aws-sdk/client-ssm';
import type { Cloud } from '../../cloud';
import type { Principal } from '../../principal';
import type { ReferenceLookup } from '../../template/dynamic-references';

/** Dynamic references are read from the local SSM and Secrets Manager, as the one who deploys. */
export function referenceLookup(cloud: Cloud, principal: Principal): ReferenceLookup {
  return {
    ssm: async (name, version) => {
      const input: GetParameterCommandInput = { Name: version ? `${name}:${version}` : name, WithDecryption: true };
      const output = (await cloud.call('ssm', 'GetParameter', input, principal)) as GetParameterCommandOutput;
      return output.Parameter?.Value ?? '';
    },
    secret: async (id, versionStage, versionId) => {
      const input: GetSecretValueCommandInput = { SecretId: id, VersionStage: versionStage, VersionId: versionId };
      const output = await cloud.call('secretsmanager', 'GetSecretValue', input, principal);
      return (output as GetSecretValueCommandOutput).SecretString ?? '';
    },
  };
}
