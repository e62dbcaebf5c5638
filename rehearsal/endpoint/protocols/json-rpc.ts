import { JsonCodec2 } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../aws-error';
import { faultOf, type Protocol } from './protocol';

const codec = new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/** AWS JSON 1.0 and 1.1: the operation in `X-Amz-Target`, JSON in and out. */
export function jsonRpc(version: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    readInput: ({ operation, request }) => readJson(codec, operation.input, request.body),

    writeOutput(output, { operation, requestId }) {
      return {
        status: 200,
        headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
        body: operation.output.isUnitSchema() ? '' : writeJson(codec, operation.output, output),
      };
    },

    writeError(error, { service, requestId }) {
      const headers: Record<string, string> = { 'content-type': contentType, 'x-amzn-requestid': requestId };
      if (service?.facts.queryCompatible) headers['x-amzn-query-error'] = `${error.code};${faultOf(error)}`;
      return {
        status: error.status,
        headers,
        body: JSON.stringify({ ...error.details, __type: error.name, message: error.message, Message: error.message }),
      };
    },
  };
}

/** Reads a JSON object by its schema; an empty body is an empty object. */
export async function readJson(json: JsonCodec2, schema: NormalizedSchema, body: Buffer): Promise<unknown> {
  const value = await parseJson(json, schema, body);
  if (typeof value !== 'object' || value === null) {
    throw new AwsError('SerializationException', 'the body is JSON, but not an object');
  }
  return value;
}

/** Writes a value as JSON by its schema. */
export function writeJson(json: JsonCodec2, schema: NormalizedSchema, value: unknown): Uint8Array {
  const serializer = json.createSerializer();
  serializer.write(schema, value);
  return serializer.flush();
}

async function parseJson(json: JsonCodec2, schema: NormalizedSchema, body: Buffer): Promise<unknown> {
  if (body.length === 0 || schema.isUnitSchema()) return {};
  try {
    return await json.createDeserializer().read(schema, body.toString());
  } catch (error) {
    throw new AwsError('SerializationException', `the body cannot be read as JSON: ${(error as Error).message}`);
  }
}
