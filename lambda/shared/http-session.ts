import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { messageOf } from './message-of';
import type { Target } from './target';

/** One request, with nothing left to fill in. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma and a space. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body was longer than `MAX_BODY_BYTES`, and `body` is only its beginning. */
  readonly truncated: boolean;
  /** From sending the request to the end of the body. */
  readonly latencyMillis: number;
}

/** No answer came: nobody there, connection lost, or too late. */
export class NoAnswerError extends Error {
  public override readonly name = 'NoAnswerError';
}

/** How much of a body is kept. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** A host that drops packets (a security group does) is given up after this time, not after the whole request's. */
export const CONNECT_MILLIS = 3_000;

/**
 * Connections to the candidate that are kept alive among the requests of one session.
 *
 * A load balancer chooses the target for each request, not for each connection, so a kept connection pins nothing; it keeps
 * handshakes out of the measured latency. A session is one step: between steps connections are made anew, so that none is used that
 * the load balancer has meanwhile closed as idle. No cookie is kept, so stickiness does not reach from request to request.
 */
export class HttpSession {
  private readonly agent: http.Agent | https.Agent;
  private sent = 0;

  constructor(
    private readonly target: Target,
    concurrency: number,
  ) {
    const options = { keepAlive: true, maxSockets: concurrency };
    this.agent = target.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  /**
   * Sends one request and reads the whole answer. Addresses are used in turn, so that a retry asks another one.
   *
   * @throws NoAnswerError when no complete answer came within the time-out
   */
  public async send(request: HttpRequest, timeoutMillis: number, signal: AbortSignal): Promise<HttpAnswer> {
    const { addresses, port } = this.target;
    const address = addresses[this.sent++ % addresses.length];
    const place = `${this.target.protocol}//${this.target.host} (${address}:${port})`;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`not done within ${timeoutMillis} ms`)), timeoutMillis);
    const either = AbortSignal.any([signal, late.signal]);
    try {
      return await this.exchange(request, address, either);
    } catch (error) {
      const cause = either.aborted ? either.reason : error;
      throw new NoAnswerError(`no answer from ${place}: ${messageOf(cause)}`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes all connections. */
  public close(): void {
    this.agent.destroy();
  }

  private exchange(request: HttpRequest, address: string | undefined, signal: AbortSignal): Promise<HttpAnswer> {
    const { protocol, port, host, serverName, verified, headers } = this.target;
    return new Promise((resolve, reject) => {
      const started = performance.now();
      const options: https.RequestOptions = {
        host: address,
        port,
        method: request.method,
        path: request.path,
        headers: withLength({ ...request.headers, ...headers, host }, request.body),
        agent: this.agent,
        signal,
        ...(protocol === 'https:' && { servername: serverName, rejectUnauthorized: verified }),
      };
      const call = (protocol === 'https:' ? https : http).request(options, (response) => {
        response.on('error', reject);
        readBody(response, ({ body, truncated }) => {
          const latencyMillis = performance.now() - started;
          resolve({
            status: response.statusCode ?? 0,
            headers: joined(response.headers),
            body,
            truncated,
            latencyMillis,
          });
        });
      });
      call.on('error', reject);
      limitConnecting(call, protocol === 'https:' ? 'secureConnect' : 'connect');
      call.end(request.body);
    });
  }
}

function withLength(headers: Record<string, string>, body: string | undefined): Record<string, string> {
  return body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
}

function limitConnecting(call: http.ClientRequest, connected: 'connect' | 'secureConnect'): void {
  call.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(
      () => call.destroy(new Error(`no connection within ${CONNECT_MILLIS} ms`)),
      CONNECT_MILLIS,
    );
    socket.once(connected, () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  });
}

function readBody(response: http.IncomingMessage, done: (body: { body: string; truncated: boolean }) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    if (length < MAX_BODY_BYTES) chunks.push(chunk.subarray(0, MAX_BODY_BYTES - length));
    length += chunk.length;
  });
  response.on('end', () => done({ body: Buffer.concat(chunks).toString(), truncated: length > MAX_BODY_BYTES }));
}

function joined(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
