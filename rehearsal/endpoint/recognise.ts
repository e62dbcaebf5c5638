import { AwsError } from '../aws-error';
import { SERVICE_FACTS } from './aws-services';
import type { Signature } from './caller';
import { formOf } from './protocols/query';
import type { ProtocolName, ServiceFacts } from './service-model';
import type { WireRequest } from './wire';

/** What a request asks for, as far as its envelope tells. */
export interface Recognised {
  readonly facts: ServiceFacts;
  readonly protocol: ProtocolName;
  /** The operation; undefined with REST, where method and path decide. */
  readonly operation?: string;
}

/**
 * Which service a request is for, in which protocol. The envelope decides: a target header, a path of RPC v2, an
 * `Action` parameter; what remains is REST, and belongs to the service that the signature names.
 *
 * @returns undefined when it is no request to AWS at all
 * @throws AwsError when it is one, for a service that the local AWS does not have
 */
export function recognise(request: WireRequest, signature: Signature | undefined): Recognised | undefined {
  return asJson(request) ?? asCbor(request) ?? asQuery(request, signature) ?? asRest(signature);
}

/** The protocol of a request by its envelope alone, for an answer to a client of a service that is not known. */
export function protocolOf({ headers }: WireRequest): ProtocolName {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpc-v2-cbor';
  if (headers['x-amz-target']) return /json-1\.0/.test(headers['content-type'] ?? '') ? 'json-1.0' : 'json-1.1';
  return /x-www-form-urlencoded/.test(headers['content-type'] ?? '') ? 'query' : 'rest-json';
}

function asJson(request: WireRequest): Recognised | undefined {
  const header = request.headers['x-amz-target'];
  if (!header) return undefined;
  const dot = header.lastIndexOf('.');
  const facts = find('target', header.slice(0, dot));
  return { facts, protocol: protocolOf(request), operation: header.slice(dot + 1) };
}

function asCbor({ headers, path }: WireRequest): Recognised | undefined {
  const match = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path);
  if (!match || headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined;
  return { facts: find('target', match[1]), protocol: 'rpc-v2-cbor', operation: match[2] };
}

function asQuery(request: WireRequest, signature: Signature | undefined): Recognised | undefined {
  const isForm = /x-www-form-urlencoded/.test(request.headers['content-type'] ?? '');
  if (!isForm && !(request.path === '/' && request.query.has('Action'))) return undefined;
  const form = formOf(request);
  const operation = form.get('Action');
  if (!operation) return undefined;
  const facts = signature ? find('signingName', signature.service) : find('version', form.get('Version') ?? '');
  return { facts, protocol: facts.protocol === 'ec2-query' ? 'ec2-query' : 'query', operation };
}

function asRest(signature: Signature | undefined): Recognised | undefined {
  if (!signature) return undefined;
  const facts = find('signingName', signature.service);
  // A signed request in an envelope that its service does not speak.
  if (facts.protocol !== 'rest-json' && facts.protocol !== 'rest-xml') return undefined;
  return { facts, protocol: facts.protocol };
}

function find(by: 'target' | 'signingName' | 'version', value: string): ServiceFacts {
  const found = SERVICE_FACTS.find((facts) => facts[by] === value);
  if (found) return found;
  const known = SERVICE_FACTS.map((facts) => facts.prefix).join(', ');
  throw new AwsError('UnknownOperationException', `the local AWS has no service '${value}'; it has: ${known}`, 404);
}

/** S3 with the bucket in the host name (`assets.localhost`), which SDKs do unless the endpoint is an IP address: as a path. */
export function withBucketInPath(request: WireRequest): WireRequest {
  const [, bucket] = /^(.+?)\.(?:s3[.-].*|localhost)(?::\d+)?$/.exec(request.headers.host ?? '') ?? [];
  return bucket && bucket !== 's3' ? { ...request, path: `/${bucket}${request.path}` } : request;
}
