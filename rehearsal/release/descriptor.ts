import { type AsgDescriptor, readAsg } from './descriptor/asg';
import { type DnsDescriptor, readDns } from './descriptor/dns';
import { type EcsDescriptor, readEcs } from './descriptor/ecs';
import { type BuiltInDescriptor, readBuiltIn } from './descriptor/ecs-built-in';
import { Fields, unreadable } from './descriptor/fields';

/** Where release descriptors are kept: one SSM parameter per service, `/cdk-blue-green/<stack>/<construct>`. */
export const DESCRIPTOR_PREFIX = '/cdk-blue-green/';

/** What a release needs to know, as the constructs write it; `kind` says for which workload. */
export type Descriptor = EcsDescriptor | BuiltInDescriptor | AsgDescriptor | DnsDescriptor;

/** What a release of an ECS service by CodeDeploy needs to know. */
export type ReleaseDescriptor = EcsDescriptor;

const READERS: { readonly [kind in Descriptor['kind']]: (fields: Fields, path: string) => Descriptor } = {
  ecs: readEcs,
  'ecs-built-in': readBuiltIn,
  asg: readAsg,
  dns: readDns,
};

/**
 * Reads a release descriptor; undefined when it is of a kind of workload that this version does not know.
 *
 * @throws when the parameter's value is not what the constructs write; the error names the parameter and the field
 */
export function tryReadDescriptor(parameterName: string, value: string): Descriptor | undefined {
  const fields = parsedObject(parameterName, value);
  const kind = String(fields.kind);
  if (!Object.hasOwn(READERS, kind)) return undefined;
  const read = READERS[kind as Descriptor['kind']];
  return read(new Fields(parameterName, fields), pathOf(parameterName));
}

/**
 * Reads the release descriptor of an ECS service; undefined when it is of another kind of workload.
 *
 * @throws as `tryReadDescriptor`
 */
export function tryParseDescriptor(parameterName: string, value: string): EcsDescriptor | undefined {
  const fields = parsedObject(parameterName, value);
  return fields.kind === 'ecs' ? readEcs(new Fields(parameterName, fields), pathOf(parameterName)) : undefined;
}

function pathOf(parameterName: string): string {
  return parameterName.slice(DESCRIPTOR_PREFIX.length);
}

function parsedObject(parameterName: string, value: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Told below, together with what is JSON but no object.
  }
  throw unreadable(parameterName, 'it is no JSON object');
}
