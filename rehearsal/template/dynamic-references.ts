import { isObject, TemplateError } from './template';

/** Where the values of dynamic references come from; each rejects when there is no such value. */
export interface ReferenceLookup {
  ssm(name: string, version?: string): Promise<string>;
  /** The secret's text. */
  secret(id: string, versionStage?: string, versionId?: string): Promise<string>;
}

/**
 * A value with its dynamic references replaced: `{{resolve:ssm:name:version}}`, `{{resolve:ssm-secure:name}}` and
 * `{{resolve:secretsmanager:id:SecretString:json-key:stage:version}}`. Run it after the intrinsics.
 *
 * @throws TemplateError when a reference is written wrongly, of an unknown service, or finds nothing
 */
export async function resolveReferences(value: unknown, lookup: ReferenceLookup, place: string): Promise<unknown> {
  if (typeof value === 'string') return inText(value, lookup, place);
  if (Array.isArray(value)) return Promise.all(value.map((one) => resolveReferences(one, lookup, place)));
  if (!isObject(value)) return value;
  const properties = Object.entries(value).map(
    async ([key, one]) => [key, await resolveReferences(one, lookup, `${place}.${key}`)] as const,
  );
  return Object.fromEntries(await Promise.all(properties));
}

async function inText(text: string, lookup: ReferenceLookup, place: string): Promise<string> {
  if (!text.includes('{{resolve:')) return text;
  const parts = text.split(/(\{\{resolve:[^}]*\}\})/);
  const resolved = parts.map((part) =>
    part.startsWith('{{resolve:') ? resolveOne(part.slice(10, -2), lookup, place) : part,
  );
  return (await Promise.all(resolved)).join('');
}

async function resolveOne(reference: string, lookup: ReferenceLookup, place: string): Promise<string> {
  const colon = reference.indexOf(':');
  const [service, rest] = [reference.slice(0, colon), reference.slice(colon + 1)];
  try {
    if (service === 'ssm' || service === 'ssm-secure') {
      const [, name = rest, version] = /^(.*?)(?::(\d+))?$/.exec(rest) ?? [];
      return await lookup.ssm(name, version);
    }
    if (service === 'secretsmanager') return await secretValue(rest, lookup);
  } catch (error) {
    throw new TemplateError(`${place}: {{resolve:${reference}}} finds nothing (${(error as Error).message})`);
  }
  throw new TemplateError(`${place}: dynamic reference to '${service}'; known are ssm, ssm-secure, secretsmanager`);
}

async function secretValue(rest: string, lookup: ReferenceLookup): Promise<string> {
  // A secret is named by its ARN (seven parts) or by its name.
  const [, id = rest, options = ''] = /^(arn:[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:[^:]*|[^:]*)(?::(.*))?$/.exec(rest) ?? [];
  const [part = 'SecretString', key, stage, version] = options.split(':').map((one) => one || undefined);
  if (part !== 'SecretString') throw new Error(`'${part}' is not SecretString`);
  const secret = await lookup.secret(id, stage, version);
  if (!key) return secret;
  const value: unknown = JSON.parse(secret)[key];
  if (value === undefined) throw new Error(`the secret has no key '${key}'`);
  return String(value);
}
