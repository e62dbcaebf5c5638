import { rootOf } from '../../../rehearsal/principal';
import { randomPassword } from '../../../rehearsal/services/random-password';
import { SecretsManager } from '../../../rehearsal/services/secrets-manager';
import { emptyCloud } from '../endpoint/fixture';

function testSecrets() {
  const cloud = emptyCloud();
  const service = cloud.add(new SecretsManager(cloud));
  return { service, secrets: cloud.client(service, rootOf(cloud.account)) };
}

test('reads a secret by name, ARN and partial ARN', async () => {
  const { secrets } = testSecrets();
  const { ARN = '' } = await secrets.CreateSecret({ Name: 'smoke', SecretString: 'password' });

  expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:smoke-[A-Za-z0-9]{6}$/);
  for (const SecretId of ['smoke', ARN, ARN.slice(0, -7)]) {
    expect(await secrets.GetSecretValue({ SecretId })).toMatchObject({
      SecretString: 'password',
      VersionStages: ['AWSCURRENT'],
    });
  }
});

test('keeps the previous value under its label', async () => {
  const { secrets } = testSecrets();
  await secrets.CreateSecret({ Name: 'smoke', SecretString: 'one' });
  await secrets.PutSecretValue({ SecretId: 'smoke', SecretString: 'two' });
  await secrets.PutSecretValue({ SecretId: 'smoke', SecretString: 'three' });

  const value = async (VersionStage?: string) =>
    (await secrets.GetSecretValue({ SecretId: 'smoke', VersionStage })).SecretString;

  expect([await value(), await value('AWSPREVIOUS')]).toEqual(['three', 'two']);
  const { VersionIdsToStages } = await secrets.DescribeSecret({ SecretId: 'smoke' });
  expect(Object.values(VersionIdsToStages).sort()).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']]);
});

test('does not read a secret that is marked for deletion, and restores it', async () => {
  const { secrets } = testSecrets();
  await secrets.CreateSecret({ Name: 'smoke', SecretString: 'x' });
  await secrets.DeleteSecret({ SecretId: 'smoke' });

  await expect(secrets.GetSecretValue({ SecretId: 'smoke' })).rejects.toMatchObject({
    code: 'InvalidRequestException',
  });
  await expect(secrets.CreateSecret({ Name: 'smoke' })).rejects.toMatchObject({ code: 'InvalidRequestException' });
  await secrets.RestoreSecret({ SecretId: 'smoke' });
  expect(await secrets.GetSecretValue({ SecretId: 'smoke' })).toMatchObject({ SecretString: 'x' });
});

test('forgets a secret that is deleted without recovery', async () => {
  const { secrets } = testSecrets();
  await secrets.CreateSecret({ Name: 'smoke', SecretString: 'x' });

  await secrets.DeleteSecret({ SecretId: 'smoke', ForceDeleteWithoutRecovery: true });

  await expect(secrets.DescribeSecret({ SecretId: 'smoke' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test('names the full ARN for the permission check, however the secret was named', async () => {
  const { service, secrets } = testSecrets();
  const { ARN } = await secrets.CreateSecret({ Name: 'smoke', SecretString: 'x' });

  expect(service.resourcesOf('GetSecretValue', { SecretId: 'smoke' })).toEqual([ARN]);
});

describe('random password', () => {
  test('has 32 characters of every kind by default', () => {
    const password = randomPassword({});

    expect(password).toHaveLength(32);
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^\w]/]) expect(password).toMatch(kind);
  });

  test('leaves out what is excluded', () => {
    const password = randomPassword({
      PasswordLength: 200,
      ExcludePunctuation: true,
      ExcludeUppercase: true,
      ExcludeCharacters: 'aeiou',
    });

    expect(password).toMatch(/^[bcdfghj-np-tv-z0-9]{200}$/);
  });

  test('fails when nothing is left', () => {
    const impossible = {
      ExcludeLowercase: true,
      ExcludeUppercase: true,
      ExcludeNumbers: true,
      ExcludePunctuation: true,
    };

    expect(() => randomPassword(impossible)).toThrow('the exclusions leave no character for a password');
  });
});
