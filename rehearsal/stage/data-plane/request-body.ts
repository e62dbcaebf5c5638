import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

/** The client went away before its request was complete. */
export class ClientGone extends Error {}

/**
 * The body of a request as a stream that may be destroyed without harm to the client's connection: a target that fails, or
 * answers early, in the middle of an upload still gets its answer (or a 502) to the client.
 *
 * @returns nothing when the request has no body (RFC 9112, 6.3)
 */
export function requestBody(request: IncomingMessage): Readable | null {
  const { 'transfer-encoding': coding, 'content-length': length = '0' } = request.headers;
  if (coding === undefined && length === '0') return null;
  const body = new PassThrough();
  request.on('error', () => body.destroy(new ClientGone()));
  body.once('close', () => request.unpipe(body).resume()); // what still comes is read and dropped
  return request.pipe(body);
}
