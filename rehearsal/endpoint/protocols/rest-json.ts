import { JsonCodec2 } from '@aws-sdk/core/protocols';
import { readJson, writeJson } from './json-rpc';
import { faultOf, type Protocol } from './protocol';
import { readRestInput, takeApart } from './rest-bindings';

const codec = new JsonCodec2({ timestampFormat: { useTrait: true, default: 7 }, httpBindings: true, jsonName: true });

/** AWS REST-JSON: Lambda's protocol. */
export const restJson: Protocol = {
  readInput: ({ operation, request }) =>
    readRestInput(operation, request, {
      payload: (schema, body) => readJson(codec, schema, body),
      members: (schema, body) => readJson(codec, schema, body),
    }),

  writeOutput(output, { operation, requestId }) {
    const { status, headers, payload, members } = takeApart(operation, output);
    const body = payload ? payloadBody(payload.value) : writeJson(codec, operation.output, members);
    const hasBody = !operation.output.isUnitSchema();
    return {
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
      body: hasBody ? body : '',
    };
  },

  writeError(error, { requestId }) {
    return {
      status: error.status,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.name },
      body: JSON.stringify({
        Type: faultOf(error) === 'Sender' ? 'User' : 'Service',
        Message: error.message,
        message: error.message,
      }),
    };
  },
};

function payloadBody(value: unknown): string | Uint8Array {
  return value instanceof Uint8Array || typeof value === 'string' ? value : JSON.stringify(value);
}
