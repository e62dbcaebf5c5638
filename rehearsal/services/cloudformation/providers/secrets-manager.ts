import type * as sdk from '@aws-sdk/client-secrets-manager';
import { type Existing, type ProviderContext, type Providers, provider } from '../provider';
import { type GenerateSecretString, generateSecret } from './generate-secret';

type Secret = sdk.CreateSecretRequest & { GenerateSecretString?: GenerateSecretString };

/** AWS::SecretsManager */
export const secretsManagerProviders: Providers = {
  'AWS::SecretsManager::Secret': provider<Secret>({
    replaceOn: ['Name'],
    create: async ({ GenerateSecretString: generate, ...properties }, context) => {
      const SecretString = generate ? generateSecret(generate) : properties.SecretString;
      const input = { ...properties, Name: properties.Name ?? context.physicalName(), SecretString };
      return create(input, context);
    },
    update: async ({ GenerateSecretString: generate, Description, KmsKeyId, SecretString }, old, existing, context) => {
      const isNewlyGenerated = generate && JSON.stringify(generate) !== JSON.stringify(old.GenerateSecretString);
      const text = isNewlyGenerated ? generateSecret(generate) : SecretString;
      await context.call('secretsmanager', 'UpdateSecret', {
        ...{ SecretId: existing.physicalId, Description, KmsKeyId, SecretString: text },
      });
      return undefined;
    },
    delete: async ({ physicalId: SecretId }, _properties, context) => {
      await context.call('secretsmanager', 'DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true });
    },
  }),
};

async function create(input: sdk.CreateSecretRequest, context: ProviderContext): Promise<Existing> {
  const made = await context.call<sdk.CreateSecretRequest, sdk.CreateSecretResponse>(
    'secretsmanager',
    'CreateSecret',
    input,
  );
  const arn = made.ARN ?? '';
  return { physicalId: arn, attributes: { Id: arn } };
}
