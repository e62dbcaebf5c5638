import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../fault';
import type { Address } from '../ports';

/** A gate in front of a process; its address is where the process is reached from now on. */
export interface FaultGate {
  readonly address: Address;
  /** Takes no more requests, and resolves when those under way are answered. Twice is once. */
  close(): Promise<void>;
}

/** What a gate makes happen. */
export interface GateOptions {
  readonly fault: Fault;
  /** The path of the health check. */
  readonly healthPath: string;
  /** Does the fault show now? */
  readonly isOn: () => boolean;
}

/** Makes a fault happen in front of a process that knows nothing of faults. */
export async function openFaultGate(process: Address, options: GateOptions): Promise<FaultGate> {
  let closing: Promise<void> | undefined;
  const isErrorsTurn = evenly();
  const server = http.createServer(async (request, response) => {
    response.on('finish', () => closing && setImmediate(() => server.closeIdleConnections()));
    const fault = options.isOn() ? options.fault : {};
    const asker = askerOf(request, options.healthPath);
    const status = statusOf(fault, asker, isErrorsTurn);
    if (asker !== 'health-check' && fault.latencyMs)
      await new Promise((resolve) => setTimeout(resolve, fault.latencyMs));
    if (status === undefined) return pass(request, response, process);
    response.writeHead(status, { 'content-type': 'text/plain' }).end('a fault of the rehearsal\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    close: () => {
      closing ??= new Promise((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      return closing;
    },
  };
}

/** Hands a request on as it is. A process that does not answer is a broken connection, as it would be without the gate. */
function pass(request: IncomingMessage, response: ServerResponse, { host, port }: Address): void {
  const { method, url } = request;
  // Whether a connection is kept is the business of its two ends.
  const { connection: _, ...headers } = request.headers;
  const onward = http.request({ host, port, method, path: url, headers, agent: AGENT }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => {
    if (!response.writableFinished) onward.destroy();
  });
  request.pipe(onward);
}

const AGENT = new http.Agent({ keepAlive: true });

/** Who asks: AWS's own check, somebody else by the path of the check, or anybody by another path. */
type Asker = 'health-check' | 'health-path' | 'other-path';

/** The checks name themselves. Their path alone does not tell them: where it is `/`, users ask for it too. */
const HEALTH_CHECKERS = /^(ELB-HealthChecker|Amazon-Route53-Health-Check-Service)\b/;

function askerOf({ url = '', headers }: IncomingMessage, healthPath: string): Asker {
  if (url.split('?')[0] !== healthPath) return 'other-path';
  return HEALTH_CHECKERS.test(headers['user-agent'] ?? '') ? 'health-check' : 'health-path';
}

/** The status that the gate answers with; undefined: the process answers. */
function statusOf(fault: Fault, asker: Asker, isErrorsTurn: (share: number) => boolean): number | undefined {
  if (fault.neverHealthy) return asker === 'other-path' ? 500 : 503;
  if (fault.onlyHealthWorks) return asker === 'other-path' ? 500 : undefined;
  if (asker === 'health-check' || fault.errorShare === undefined) return undefined;
  return isErrorsTurn(fault.errorShare) ? 500 : undefined;
}

/**
 * Deals errors out evenly. Drawn by chance, a share of 4 % would be 6 % of the hundred requests of one minute, and an alarm at 5 % would
 * fire in one rehearsal and not in the next.
 */
function evenly(): (share: number) => boolean {
  let due = 0;
  return (share) => {
    due += share;
    if (due < 1) return false;
    due -= 1;
    return true;
  };
}
