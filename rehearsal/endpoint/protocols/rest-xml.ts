import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../aws-error';
import type { OperationModel, ServiceModel } from '../service-model';
import type { WireResponse } from '../wire';
import { faultOf, type Protocol, type WireError } from './protocol';
import { type RestOutput, readRestInput, takeApart } from './rest-bindings';
import { element, readXml, writeMembers, XML_DECLARATION } from './xml';

/** AWS REST-XML: the protocol of S3 and Route 53. */
export const restXml: Protocol = {
  readInput: ({ operation, request }) =>
    readRestInput(operation, request, { payload: readDocument, members: readDocument }),

  writeOutput(output, { operation, service, requestId }) {
    const parts = takeApart(operation, output);
    const body = bodyOf(rootOf(operation, service), operation, parts, service.facts.xmlNamespace);
    const type: Record<string, string> = typeof body === 'string' && body ? { 'content-type': 'application/xml' } : {};
    // The model knows one status for each operation; a part of an object is 206.
    const status = 'content-range' in parts.headers ? 206 : parts.status;
    return { status, headers: { ...type, ...ids(requestId), ...parts.headers }, body };
  },

  writeError(error, { request, requestId, service }) {
    if (service && service.facts.prefix !== 's3') return wrappedError(error, service.facts.xmlNamespace, requestId);
    const detail = element('Code', error.code) + element('Message', error.message);
    const where = element('Resource', request?.path ?? '') + element('RequestId', requestId);
    return {
      status: error.status,
      headers: { 'content-type': 'application/xml', ...ids(requestId) },
      body: `${XML_DECLARATION}<Error>${detail}${where}</Error>`,
    };
  },
};

/** An error as every service but S3 writes it. */
function wrappedError(error: WireError, xmlns: string, requestId: string): WireResponse {
  const detail = element('Type', faultOf(error)) + element('Code', error.code) + element('Message', error.message);
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `${XML_DECLARATION}<ErrorResponse xmlns="${xmlns}"><Error>${detail}</Error>${element('RequestId', requestId)}</ErrorResponse>`,
  };
}

function readDocument(schema: NormalizedSchema, body: Buffer): unknown {
  try {
    return readXml(schema, body.toString());
  } catch (error) {
    throw new AwsError('MalformedXML', `the body cannot be read as XML: ${(error as Error).message}`);
  }
}

function bodyOf(
  root: string,
  { name, output: schema }: OperationModel,
  { payload, members }: RestOutput,
  xmlns: string,
): string | Uint8Array {
  if (payload) return payloadBody(payload.schema, payload.value, xmlns);
  // The one document of S3 whose root is its only member (trait s3UnwrappedXmlOutput, which the SDK does not export).
  if (name === 'GetBucketLocation') {
    return `${XML_DECLARATION}<LocationConstraint xmlns="${xmlns}">${members.LocationConstraint ?? ''}</LocationConstraint>`;
  }
  if (schema.isUnitSchema() || !hasBodyMembers(schema)) return '';
  return document(root, writeMembers(schema, members), xmlns);
}

/** The name of a document's root: S3 has its own ways, others call it as the shape. */
function rootOf({ name, output }: OperationModel, service: ServiceModel): string {
  if (service.facts.prefix !== 's3') return output.isUnitSchema() ? '' : (output.getName(false) ?? `${name}Response`);
  return ROOTS[name] ?? `${name}Result`;
}

/** Roots that are not the operation's name with `Result`. */
const ROOTS: Record<string, string> = {
  ListBuckets: 'ListAllMyBucketsResult',
  ListObjects: 'ListBucketResult',
  ListObjectsV2: 'ListBucketResult',
  ListObjectVersions: 'ListVersionsResult',
  CreateMultipartUpload: 'InitiateMultipartUploadResult',
  DeleteObjects: 'DeleteResult',
  GetObjectTagging: 'Tagging',
};

function payloadBody(schema: NormalizedSchema, value: unknown, xmlns: string): string | Uint8Array {
  if (value instanceof Uint8Array || typeof value === 'string') return value;
  const name = String(schema.getMergedTraits().xmlName ?? schema.getName());
  return document(name, writeMembers(schema, value), xmlns);
}

function document(root: string, members: string, xmlns: string): string {
  return `${XML_DECLARATION}<${root} xmlns="${xmlns}">${members}</${root}>`;
}

function hasBodyMembers(schema: NormalizedSchema): boolean {
  return [...schema.structIterator()].some(([, member]) => {
    const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.getMergedTraits();
    return !httpHeader && !httpPrefixHeaders && !httpResponseCode;
  });
}

function ids(requestId: string): Record<string, string> {
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': Buffer.from(requestId).toString('base64') };
}
