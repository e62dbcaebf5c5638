import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * A member's name in an SDK integration. Step Functions uses the names of the Java SDK with a capital: a leading run of
 * capitals counts as one word, so that `TTL` is `Ttl`, `DNSName` is `DnsName` and CodeDeploy's `deploymentId` is
 * `DeploymentId`. (Not said in the guide; read off deployed definitions, and off the guide's note on `EqualsValue`.)
 */
export function integrationName(member: string): string {
  if (member === 'equals' || member === 'Equals') return 'EqualsValue';
  if (member === 'NULL') return 'Nul';
  const lower = member.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
  return capital(lower);
}

/** A member's name in an optimised integration: the API's own, with a capital. */
export function apiName(member: string): string {
  return capital(member);
}

export type Naming = (member: string) => string;

const known = new WeakMap<Naming, WeakMap<object, ReadonlyMap<string, string>>>();

/** The members of a structure by their names in the integration. */
export function membersOf(schema: NormalizedSchema, naming: Naming): ReadonlyMap<string, string> {
  const key = schema.getSchema() as unknown as object;
  const byNaming = known.get(naming) ?? new WeakMap<object, ReadonlyMap<string, string>>();
  known.set(naming, byNaming);
  const found = byNaming.get(key);
  if (found) return found;
  const members = new Map([...schema.structIterator()].map(([member]) => [naming(member), member]));
  byNaming.set(key, members);
  return members;
}

function capital(name: string): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)}`;
}
