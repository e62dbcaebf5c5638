import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../aws-error';
import type { Cloud } from '../cloud';
import type { Principal } from '../principal';
import { rootOf } from '../principal';
import { answer } from './answer';
import { SERVICE_FACTS, serviceModel } from './aws-services';
import { readBody } from './request-body';
import type { WireRequest, WireResponse } from './wire';

export interface EndpointOptions {
  readonly cloud: Cloud;
  /**
   * Who calls with an access key.
   *
   * @default - every key is the root of the account
   */
  readonly resolvePrincipal?: (accessKeyId: string) => Principal;
  /**
   * Told of errors that are no answer of AWS: mistakes of the local AWS itself. The caller gets `InternalFailure`.
   *
   * @default - nobody is told
   */
  readonly onCrash?: (error: unknown) => void;
  /**
   * Load the schemas of all services of the cloud when the endpoint starts, which takes a third of a second. Otherwise
   * the first request to a service stops everything in this program for as long as its schemas take (EC2: 0.2 s).
   *
   * @default false
   */
  readonly preload?: boolean;
}

/** An endpoint that listens. */
export interface RunningEndpoint {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/** A local AWS on a port: speaks AWS's protocols, and hands every call to the cloud. */
export interface Endpoint {
  /**
   * @param port 0 for any free one
   * @throws when the port is in use
   */
  listen(port: number): Promise<RunningEndpoint>;
}

/**
 * Makes the endpoint of a cloud. It listens on the loopback address only, and does not verify signatures: the access
 * key says who calls, and nothing behind it is worth protecting.
 */
export function createEndpoint({ cloud, resolvePrincipal, onCrash, preload }: EndpointOptions): Endpoint {
  const whoHas = resolvePrincipal ?? (() => rootOf(cloud.account));
  const server = createServer((request, response) => {
    respond(request, (wire) => answer(wire, { cloud, whoHas, onCrash }))
      .then((wire) => send(response, wire, request.method === 'HEAD'))
      // The client went away in the middle of its request: there is nobody to answer.
      .catch(() => response.destroy());
  });
  // Clients keep connections alive for longer than node's five seconds, and would meet a reset.
  server.keepAliveTimeout = 60_000;
  return {
    listen: async (port) => {
      if (preload)
        await Promise.all(SERVICE_FACTS.filter(({ prefix }) => cloud.tryFindService(prefix)).map(serviceModel));
      return listen(server, port);
    },
  };
}

async function respond(
  request: IncomingMessage,
  answerTo: (request: WireRequest) => Promise<WireResponse>,
): Promise<WireResponse> {
  const [path, search = ''] = split(request.url ?? '/');
  try {
    const body = await readBody(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const query = new URLSearchParams(search);
    return await answerTo({ method: request.method ?? 'GET', path, query, headers, body });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { status: error.status, headers: { 'content-type': 'text/plain' }, body: `${error.message}\n` };
  }
}

function send(response: ServerResponse, { status, headers, body }: WireResponse, headOnly: boolean): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const length = status === 204 || headers['content-length'] ? {} : { 'content-length': bytes.length };
  response.writeHead(status, { ...headers, ...length, date: new Date().toUTCString() });
  response.end(headOnly ? undefined : bytes);
}

function listen(server: Server, port: number): Promise<RunningEndpoint> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portInUse(port) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const { port: actual } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${actual}`, port: actual, close: () => close(server) });
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portInUse(port: number): Error {
  return new Error(`port ${port} is in use; choose another, or end the process that listens there (lsof -i :${port})`);
}

function split(url: string): [string, string?] {
  const question = url.indexOf('?');
  return question < 0 ? [url] : [url.slice(0, question), url.slice(question + 1)];
}
