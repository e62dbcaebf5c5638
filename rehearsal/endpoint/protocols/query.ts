import type { WireRequest } from '../wire';
import { faultOf, type Protocol } from './protocol';
import { readQueryInput } from './query-input';
import { element, writeMembers, XML_DECLARATION } from './xml';

/** AWS query: form parameters in, XML out, every result in an element of the operation's name. */
export const query: Protocol = {
  readInput: ({ operation, request }) => readQueryInput(operation.input, formOf(request), { ec2: false }),

  writeOutput(output, { operation, service, requestId }) {
    const { name } = operation;
    const members = writeMembers(operation.output, output);
    const result = operation.output.isUnitSchema() ? '' : `<${name}Result>${members}</${name}Result>`;
    const metadata = `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata>`;
    return {
      status: 200,
      headers: headers(requestId),
      body: `${XML_DECLARATION}<${name}Response xmlns="${service.facts.xmlNamespace}">${result}${metadata}</${name}Response>`,
    };
  },

  writeError(error, { service, requestId }) {
    const xmlns = service ? ` xmlns="${service.facts.xmlNamespace}"` : '';
    const detail = element('Type', faultOf(error)) + element('Code', error.code) + element('Message', error.message);
    return {
      status: error.status,
      headers: headers(requestId),
      body: `${XML_DECLARATION}<ErrorResponse${xmlns}><Error>${detail}</Error>${element('RequestId', requestId)}</ErrorResponse>`,
    };
  },
};

/** EC2's kind of query: flat lists in, no result element out, its own error document. */
export const ec2Query: Protocol = {
  readInput: ({ operation, request }) => readQueryInput(operation.input, formOf(request), { ec2: true }),

  writeOutput(output, { operation, service, requestId }) {
    const members = element('requestId', requestId) + writeMembers(operation.output, output);
    const { name } = operation;
    return {
      status: 200,
      headers: headers(requestId),
      body: `${XML_DECLARATION}<${name}Response xmlns="${service.facts.xmlNamespace}">${members}</${name}Response>`,
    };
  },

  writeError(error, { requestId }) {
    const detail = element('Code', error.code) + element('Message', error.message);
    return {
      status: error.status,
      headers: headers(requestId),
      body: `${XML_DECLARATION}<Response><Errors><Error>${detail}</Error></Errors>${element('RequestID', requestId)}</Response>`,
    };
  },
};

/** The form parameters of a request: in its body, or (a presigned URL) in its query string. */
export function formOf(request: WireRequest): URLSearchParams {
  return request.body.length > 0 ? new URLSearchParams(request.body.toString()) : request.query;
}

function headers(requestId: string): Record<string, string> {
  return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
}
