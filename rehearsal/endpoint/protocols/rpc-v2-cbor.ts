import { CborCodec } from '@smithy/core/cbor';
import { AwsError } from '../../aws-error';
import { faultOf, type Protocol, type WireError } from './protocol';

const codec = new CborCodec();

/** Smithy RPC v2 with CBOR: `/service/<target>/operation/<operation>`; botocore speaks it to CloudWatch. */
export const rpcV2Cbor: Protocol = {
  async readInput({ operation, request }) {
    if (request.body.length === 0 || operation.input.isUnitSchema()) return {};
    try {
      return await codec.createDeserializer().read(operation.input, request.body);
    } catch (error) {
      throw new AwsError('SerializationException', `the body cannot be read as CBOR: ${(error as Error).message}`);
    }
  },

  writeOutput(output, { operation, requestId }) {
    const serializer = codec.createSerializer();
    serializer.write(operation.output.isUnitSchema() ? DOCUMENT : operation.output, output);
    return { status: 200, headers: headers(requestId), body: serializer.flush() };
  },

  writeError(error, { service, requestId }) {
    const serializer = codec.createSerializer();
    serializer.write(DOCUMENT, { __type: error.name, message: error.message });
    const compatible = service?.facts.queryCompatible ? queryError(error) : {};
    return { status: error.status, headers: { ...headers(requestId), ...compatible }, body: serializer.flush() };
  },
};

/** The schema of anything. */
const DOCUMENT = 15;

function headers(requestId: string): Record<string, string> {
  return { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': requestId };
}

function queryError(error: WireError): Record<string, string> {
  return { 'x-amzn-query-error': `${error.code};${faultOf(error)}` };
}
