import { FromStringShapeDeserializer, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../aws-error';
import { templateOf } from '../rest-route';
import type { OperationModel } from '../service-model';
import type { WireRequest } from '../wire';

/** Reads the body of a request: the one member that is the payload, or all that are bound to nothing else. */
export interface BodyReader {
  payload(schema: NormalizedSchema, body: Buffer): unknown;
  members(schema: NormalizedSchema, body: Buffer): unknown;
}

/** Reads a REST input: path, query string, headers and body, as the members' traits say. */
export async function readRestInput(
  operation: OperationModel,
  request: WireRequest,
  reader: BodyReader,
): Promise<unknown> {
  if (operation.input.isUnitSchema()) return {};
  const labels = readLabels(operation, request.path);
  const input: Record<string, unknown> = {};
  const inBody: string[] = [];
  for (const [name, member] of operation.input.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpLabel) input[name] = scalar(member, labels.get(name));
    else if (traits.httpQuery) input[name] = fromQuery(member, request.query.getAll(traits.httpQuery));
    else if (traits.httpQueryParams) input[name] = Object.fromEntries(request.query);
    else if (traits.httpHeader) input[name] = fromHeader(member, request.headers[traits.httpHeader.toLowerCase()]);
    else if (traits.httpPrefixHeaders)
      input[name] = withPrefix(request.headers, traits.httpPrefixHeaders.toLowerCase());
    else if (traits.httpPayload) input[name] = await readPayload(member, request.body, reader);
    else inBody.push(name);
  }
  if (inBody.length > 0 && request.body.length > 0) {
    const body = (await reader.members(operation.input, request.body)) as Record<string, unknown>;
    for (const name of inBody) if (body[name] !== undefined) input[name] = body[name];
  }
  for (const name of Object.keys(input)) if (input[name] === undefined) delete input[name];
  return input;
}

/** A REST output, taken apart. */
export interface RestOutput {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The member that is the whole body, when there is one. */
  readonly payload?: { readonly schema: NormalizedSchema; readonly value: unknown };
  /** What goes into the body by name. */
  readonly members: Record<string, unknown>;
}

/** Takes a REST output apart into status, headers and body, as the members' traits say. */
export function takeApart(operation: OperationModel, output: Record<string, unknown>): RestOutput {
  let status = operation.http?.[2] ?? 200;
  let payload: RestOutput['payload'];
  const headers: Record<string, string> = {};
  const members: Record<string, unknown> = {};
  for (const [name, member] of operation.output.isUnitSchema() ? [] : operation.output.structIterator()) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    const { httpHeader, httpPrefixHeaders, httpPayload, httpResponseCode } = member.getMergedTraits();
    if (httpResponseCode) status = Number(value);
    else if (httpPayload) payload = { schema: member, value };
    else if (httpHeader) headers[httpHeader.toLowerCase()] = toHeader(member, value);
    else if (httpPrefixHeaders) {
      for (const [key, one] of Object.entries(value)) headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(one);
    } else members[name] = value;
  }
  return { status, headers, payload, members };
}

const settings = { timestampFormat: { useTrait: true, default: 7 as const }, httpBindings: true };

function readLabels(operation: OperationModel, path: string): Map<string, string> {
  const template = templateOf(operation);
  const values = template?.pattern.exec(path)?.slice(1) ?? [];
  return new Map(template?.labels.map((label, index) => [label, decoded(values[index])]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', `the path has a part that is not URL-encoded: '${text}'`);
  }
}

function scalar(schema: NormalizedSchema, text: string | undefined): unknown {
  return text === undefined ? undefined : new FromStringShapeDeserializer(settings).read(schema, text);
}

function fromQuery(schema: NormalizedSchema, values: readonly string[]): unknown {
  if (values.length === 0) return undefined;
  return schema.isListSchema()
    ? values.map((value) => scalar(schema.getValueSchema(), value))
    : scalar(schema, values[0]);
}

function fromHeader(schema: NormalizedSchema, value: string | undefined): unknown {
  if (value === undefined || !schema.isListSchema()) return scalar(schema, value);
  return value.split(',').map((part) => scalar(schema.getValueSchema(), part.trim()));
}

function withPrefix(headers: WireRequest['headers'], prefix: string): Record<string, string> {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

async function readPayload(schema: NormalizedSchema, body: Buffer, reader: BodyReader): Promise<unknown> {
  if (schema.isBlobSchema()) return body;
  if (schema.isStringSchema()) return body.toString();
  return body.length === 0 ? undefined : reader.payload(schema, body);
}

function toHeader(schema: NormalizedSchema, value: unknown): string {
  const serializer = new ToStringShapeSerializer(settings);
  serializer.write(schema, value);
  return serializer.flush();
}
