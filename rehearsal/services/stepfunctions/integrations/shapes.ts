import type { NormalizedSchema } from '@smithy/core/schema';
import { StateError } from '../language/state-error';
import { membersOf, type Naming } from './member-names';

/** How an integration names members. */
export interface InputNaming {
  readonly names: Naming;
  /** Names that are understood too, beside `names`. */
  readonly also?: Naming;
}

/**
 * A task's arguments as the service's operation takes them: members under the API's names, times as dates, binary data
 * as bytes. Keys of maps are the user's and stay.
 *
 * @throws StateError `States.Runtime` for a field that the operation does not have
 */
export function toInput(schema: NormalizedSchema, value: unknown, naming: InputNaming, path = ''): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) return structToInput(schema, value, naming, path);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw misfit(path, 'an array', value);
    return value.map((one, index) => toInput(schema.getValueSchema(), one, naming, `${path}[${index}]`));
  }
  if (schema.isMapSchema()) {
    if (typeof value !== 'object' || Array.isArray(value)) throw misfit(path, 'an object', value);
    const inner = schema.getValueSchema();
    return mapValues(value, (one, key) => toInput(inner, one, naming, `${path}.${key}`));
  }
  if (schema.isTimestampSchema()) return new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (schema.isBlobSchema()) return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  if (schema.isStringSchema() && typeof value === 'object') throw misfit(path, 'a string', value);
  if (schema.isNumericSchema() && typeof value !== 'number') throw misfit(path, 'a number', value);
  if (schema.isBooleanSchema() && typeof value !== 'boolean') throw misfit(path, 'true or false', value);
  return value;
}

/** An operation's output as a task's result: JSON, under the integration's names, without what the service left out. */
export function toResult(schema: NormalizedSchema, value: unknown, naming: Naming): unknown {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  if (schema.isStructSchema()) {
    const given = value as Readonly<Record<string, unknown>>;
    const members = [...membersOf(schema, naming)].filter(([, member]) => given[member] !== undefined);
    return Object.fromEntries(
      members.map(([name, member]) => [name, toResult(schema.getMemberSchema(member), given[member], naming)]),
    );
  }
  if (schema.isListSchema() && Array.isArray(value))
    return value.map((one) => toResult(schema.getValueSchema(), one, naming));
  if (schema.isMapSchema()) return mapValues(value as object, (one) => toResult(schema.getValueSchema(), one, naming));
  return value;
}

function structToInput(schema: NormalizedSchema, value: unknown, naming: InputNaming, path: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misfit(path, 'an object', value);
  const members = membersOf(schema, naming.names);
  const others = naming.also ? membersOf(schema, naming.also) : undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const member = members.get(name) ?? others?.get(name);
      if (member === undefined) throw unknownField(`${path}.${name}`.slice(1), [...members.keys()]);
      const converted = toInput(schema.getMemberSchema(member), one, naming, `${path}.${name}`);
      return converted === undefined ? [] : [[member, converted]];
    }),
  );
}

function unknownField(field: string, known: readonly string[]): StateError {
  return new StateError(
    'States.Runtime',
    `The field '${field}' is not supported by Step Functions; supported are ${known.join(', ')}`,
  );
}

function misfit(path: string, wanted: string, value: unknown): StateError {
  const got = JSON.stringify(value);
  return new StateError('States.Runtime', `The field '${path.slice(1)}' must be ${wanted}, got ${got}`);
}

function mapValues(value: object, change: (one: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one, key)]));
}
