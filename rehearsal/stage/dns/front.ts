import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Address } from '../../ports';
import type { DnsAnswer } from '../../services/route53/answer';
import type { DnsClients } from './clients';

export interface DnsFrontOptions {
  readonly clients: DnsClients;
  /** Rehearsal time, in milliseconds. */
  readonly now: () => number;
  /** The port that users ask in the cloud, and its protocol. */
  readonly port: number;
  readonly protocol: 'http' | 'https';
  /** Where an address of the cloud is on this computer: `network.resolve`. */
  readonly locate: (address: Address) => Address | undefined;
  /** Told of every request: the answer that led it, and whether it got where it was led. */
  readonly onRequest: (at: number, answer: DnsAnswer, arrived: boolean) => void;
}

/** Where the front listens. */
export interface OpenFront {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Stands in for the users' computers: each request that comes here is one of a user whose resolver says where it goes. A
 * request of a user who has no answer, or whose answer leads nowhere, gets no answer.
 */
export async function openDnsFront(options: DnsFrontOptions): Promise<OpenFront> {
  const { request: send, Agent } = options.protocol === 'https' ? https : http;
  // The local authority's certificates are checked by those who test them; here the way counts.
  const agent = new Agent({ keepAlive: true, ...(options.protocol === 'https' && { rejectUnauthorized: false }) });
  const server = http.createServer((incoming, outgoing) => {
    const at = options.now();
    const answer = options.clients.next(at);
    const host = answer.values[0];
    const local = host === undefined ? undefined : options.locate({ host, port: options.port });
    if (!local) {
      options.onRequest(at, answer, false);
      outgoing.destroy();
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = send({ ...local, method, path, headers, agent: agent as http.Agent }, (response) => {
      options.onRequest(at, answer, true);
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
      response.on('error', () => outgoing.destroy());
    });
    onward.on('error', () => {
      if (!outgoing.headersSent) options.onRequest(at, answer, false);
      outgoing.destroy();
    });
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
