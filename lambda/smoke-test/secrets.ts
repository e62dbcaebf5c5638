import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readList, readName, readObject, readText } from '../shared/checked-json';
import { messageOf } from '../shared/message-of';
import type { SecretVariable } from './environment';
import { VARIABLE_NAME } from './variables';

/** The text of a secret. */
export type GetSecret = (secretId: string, signal: AbortSignal) => Promise<string>;

/** @throws naming the variable and what is wrong with it */
export function readSecretVariables(value: unknown): readonly SecretVariable[] {
  const variables = readList(value, 'SECRETS').map((item): SecretVariable => {
    const raw = readObject(item, 'SECRETS', ['name', 'secretId', 'jsonKey']);
    const name = readName(raw.name, 'SECRETS: name');
    if (!VARIABLE_NAME.test(name))
      throw new Error(`SECRETS: '${name}' is no name of a variable; use letters, digits, underscores`);
    const secretId = readName(raw.secretId, `SECRETS: '${name}': secretId`);
    return { name, secretId, jsonKey: readText(raw.jsonKey, `SECRETS: '${name}': jsonKey`) };
  });
  const twice = variables.find(({ name }, index) => variables.findIndex((other) => other.name === name) !== index);
  if (twice) throw new Error(`SECRETS: the variable '${twice.name}' is there twice; give one of them another name`);
  return variables;
}

/** The values of secret variables; each secret is read once. No error tells any part of a secret. */
export async function readSecrets(
  variables: readonly SecretVariable[],
  get: GetSecret,
  signal: AbortSignal,
): Promise<Map<string, unknown>> {
  const ids = [...new Set(variables.map(({ secretId }) => secretId))];
  const texts = new Map(
    await Promise.all(ids.map(async (id): Promise<[string, string]> => [id, await get(id, signal)])),
  );
  return new Map(variables.map((variable) => [variable.name, valueFor(variable, texts.get(variable.secretId) ?? '')]));
}

function valueFor({ name, secretId, jsonKey }: SecretVariable, text: string): unknown {
  if (jsonKey === undefined) return text;
  const value = (parsed(text) as Record<string, unknown> | undefined)?.[jsonKey];
  if (value === undefined || value === null) {
    throw new Error(
      `secret '${secretId}' is no JSON object with the key '${jsonKey}', which the variable '${name}' needs`,
    );
  }
  return value;
}

/** The parser's own error would quote the secret. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Reads from Secrets Manager. */
export function secretsManager(client: SecretsManagerClient): GetSecret {
  return async (secretId, signal) => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }), {
        abortSignal: signal,
      });
      if (SecretString !== undefined) return SecretString;
    } catch (error) {
      throw new Error(`secret '${secretId}' could not be read: ${messageOf(error)}`, { cause: error });
    }
    throw new Error(`secret '${secretId}' is binary; a smoke test needs one with text`);
  };
}
