import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AwsError } from '../aws-error';

/** Larger bodies are refused: a deploy's assets are far below it. */
const LIMIT_BYTES = 512 * 1024 * 1024;

/** Reads a request's body, and undoes compression and AWS's own chunking. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LIMIT_BYTES) throw new AwsError('EntityTooLarge', `the body is larger than ${LIMIT_BYTES} bytes`, 413);
    chunks.push(chunk as Buffer);
  }
  return decode(Buffer.concat(chunks), request.headers);
}

async function decode(body: Buffer, headers: IncomingMessage['headers']): Promise<Buffer> {
  const encoding = String(headers['content-encoding'] ?? '');
  const streaming = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  if (streaming || encoding.includes('aws-chunked')) return unchunk(body);
  // An object that is stored compressed keeps its encoding; only the RPC protocols compress their requests.
  const rpc = /json|cbor|x-www-form-urlencoded/.test(String(headers['content-type'] ?? ''));
  if (encoding === 'gzip' && rpc) {
    return promisify<Buffer, Buffer>(gunzip)(body).catch(() => {
      throw new AwsError('SerializationException', 'the body is said to be gzip and is not');
    });
  }
  return body;
}

/** `<hex size>[;chunk-signature=...]CRLF <data> CRLF`, until a chunk of size 0, then trailers. */
function unchunk(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    const size = end < 0 ? Number.NaN : Number.parseInt(body.toString('latin1', at, end), 16);
    if (Number.isNaN(size) || end + 2 + size > body.length) {
      throw new AwsError('IncompleteBody', 'the body is not in the chunks that its headers promise');
    }
    if (size === 0) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
