import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { readSecrets, readSecretVariables, secretsManager } from '../../../lambda/smoke-test/secrets';

const NEVER = new AbortController().signal;
const manager = mockClient(SecretsManagerClient);
const get = secretsManager(new SecretsManagerClient({ region: 'eu-west-1' }));

beforeEach(() => manager.reset());

describe('secrets', () => {
  test('are read once each, whole or by key', async () => {
    manager.on(GetSecretValueCommand).resolves({ SecretString: '{"user":"u","port":1}' });
    const variables = readSecretVariables([
      { name: 'all', secretId: 's' },
      { name: 'user', secretId: 's', jsonKey: 'user' },
      { name: 'port', secretId: 's', jsonKey: 'port' },
    ]);

    const values = await readSecrets(variables, get, NEVER);

    expect([...values]).toEqual([
      ['all', '{"user":"u","port":1}'],
      ['user', 'u'],
      ['port', 1],
    ]);
    expect(manager.commandCalls(GetSecretValueCommand)).toHaveLength(1);
  });

  test('name the secret that cannot be read', async () => {
    manager.on(GetSecretValueCommand).rejects(new Error('not authorized'));

    await expect(get('s', NEVER)).rejects.toThrow("secret 's' could not be read: not authorized");
  });

  test('name the secret that is binary', async () => {
    manager.on(GetSecretValueCommand).resolves({ SecretBinary: new Uint8Array([1]) });

    await expect(get('s', NEVER)).rejects.toThrow("secret 's' is binary");
  });

  test.each<[unknown, string]>([
    [{}, 'SECRETS must be a list, got {}'],
    [[{ name: 'a-b', secretId: 's' }], "SECRETS: 'a-b' is no name of a variable"],
    [[{ name: 'a' }], "SECRETS: 'a': secretId is missing"],
    [[{ name: 'a', secretId: 's', key: 'k' }], "SECRETS has no option 'key'"],
    [
      [
        { name: 'a', secretId: 's' },
        { name: 'a', secretId: 't' },
      ],
      "SECRETS: the variable 'a' is there twice",
    ],
  ])('given as %j fail by name', (value, message) => {
    expect(() => readSecretVariables(value)).toThrow(message);
  });
});
