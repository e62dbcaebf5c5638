import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type At, failure } from '../both';
import type { Except } from '../differences';

export async function story(at: At) {
  const secrets = at(SecretsManagerClient);
  const SecretId = 'smoke';
  const Name = SecretId;
  const value = (VersionStage?: string) => secrets.send(new GetSecretValueCommand({ SecretId, VersionStage }));
  return {
    created: await secrets.send(new CreateSecretCommand({ Name, SecretString: 'one' })),
    again: await failure(secrets.send(new CreateSecretCommand({ Name, SecretString: 'one' }))),
    read: await value(),
    put: await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' })),
    current: (await value()).SecretString,
    previous: (await value('AWSPREVIOUS')).SecretString,
    none: await failure(secrets.send(new GetSecretValueCommand({ SecretId: 'none' }))),
    noStage: await failure(value('NOSUCH')),
    described: Object.values(
      (await secrets.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {},
    ).sort(),
    password: (await secrets.send(new GetRandomPasswordCommand({ PasswordLength: 20 }))).RandomPassword?.length,
    deleted: await secrets.send(new DeleteSecretCommand({ SecretId })),
    readDeleted: await failure(value()),
    restored: await secrets.send(new RestoreSecretCommand({ SecretId })),
    forgotten: await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true })),
    readForgotten: await failure(value()),
  };
}

export const except: Except = {
  'none.status': 'AWS JSON services answer the faults of a client with 400',
  'noStage.status': 'AWS JSON services answer the faults of a client with 400',
  'readForgotten.status': 'AWS JSON services answer the faults of a client with 400',
};
