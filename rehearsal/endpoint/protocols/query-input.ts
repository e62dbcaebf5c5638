import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../aws-error';

/** How keys are made of member names. */
export interface QueryDialect {
  /** EC2's: `ec2QueryName` or the capitalised name, lists always flat. */
  readonly ec2: boolean;
}

/** Reads an input from form parameters (`DefaultActions.member.1.Type=forward`) by its schema. */
export function readQueryInput(schema: NormalizedSchema, form: URLSearchParams, dialect: QueryDialect): unknown {
  const root = new Node();
  for (const [key, value] of form) root.at(key.split('.')).value = value;
  return schema.isUnitSchema() ? {} : read(schema, root, dialect);
}

/** A parameter, and those whose keys begin with its key. */
class Node {
  public value?: string;
  private readonly children = new Map<string, Node>();

  public at(path: readonly string[]): Node {
    let node: Node = this;
    for (const name of path) node = node.child(name);
    return node;
  }

  public tryGet(name: string): Node | undefined {
    return this.children.get(name);
  }

  /** The children with numbers for names, in their order. */
  public get numbered(): Node[] {
    return [...this.children]
      .filter(([name]) => /^\d+$/.test(name))
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, node]) => node);
  }

  private child(name: string): Node {
    const known = this.children.get(name);
    if (known) return known;
    const made = new Node();
    this.children.set(name, made);
    return made;
  }
}

function read(schema: NormalizedSchema, node: Node, dialect: QueryDialect): unknown {
  if (schema.isStructSchema()) return readStruct(schema, node, dialect);
  if (schema.isListSchema()) return readList(schema, node, dialect);
  if (schema.isMapSchema()) return readMap(schema, node, dialect);
  return node.value === undefined ? undefined : readScalar(schema, node.value);
}

function readStruct(schema: NormalizedSchema, node: Node, dialect: QueryDialect): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child = node.tryGet(memberKey(name, member, dialect));
    const value = child && read(member, child, dialect);
    if (value !== undefined) struct[name] = value;
  }
  return struct;
}

function readList(schema: NormalizedSchema, node: Node, dialect: QueryDialect): unknown[] {
  const member = schema.getValueSchema();
  const flat = dialect.ec2 || schema.getMergedTraits().xmlFlattened;
  const items = flat ? node : (node.tryGet(xmlName(member) ?? 'member') ?? node.tryGet('member') ?? node);
  return items.numbered.map((item) => read(member, item, dialect));
}

function readMap(schema: NormalizedSchema, node: Node, dialect: QueryDialect): Record<string, unknown> {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()];
  const flat = schema.getMergedTraits().xmlFlattened;
  const entries = (flat ? node : (node.tryGet('entry') ?? node)).numbered;
  // fromEntries defines properties and never calls a setter: a key such as __proto__ is only a key.
  return Object.fromEntries(
    entries.map((entry) => [
      entry.tryGet(xmlName(key) ?? 'key')?.value ?? '',
      read(value, entry.tryGet(xmlName(value) ?? 'value') ?? entry, dialect),
    ]),
  );
}

function readScalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return text.toLowerCase() === 'true';
  if (schema.isNumericSchema()) return readNumber(text);
  if (schema.isTimestampSchema()) return readTime(text);
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64');
  return text;
}

function readNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new AwsError('MalformedInput', `'${text}' is not a number`);
  return number;
}

function readTime(text: string): Date {
  const time = new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);
  if (Number.isNaN(time.getTime())) throw new AwsError('MalformedInput', `'${text}' is not a time`);
  return time;
}

function memberKey(name: string, member: NormalizedSchema, dialect: QueryDialect): string {
  const key = xmlName(member) ?? name;
  if (!dialect.ec2) return key;
  return String(member.getMergedTraits().ec2QueryName ?? key[0].toUpperCase() + key.slice(1));
}

function xmlName(schema: NormalizedSchema): string | undefined {
  return schema.getMergedTraits().xmlName as string | undefined;
}
