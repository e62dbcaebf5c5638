import http from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import type { Address } from '../../ports';
import type { EndpointCheck, EndpointChecker } from '../../services/route53/health-check';

export interface HttpEndpointCheckerOptions {
  /** Where an address of the cloud is on this computer: `network.resolve`. */
  readonly locate: (address: Address) => Address | undefined;
  /**
   * Rehearsal seconds per real second; a check's time-out is divided by it.
   * @default 1
   */
  readonly speed?: number;
}

/** The shortest real time-out, in milliseconds: an endpoint answers no faster because the clock runs faster. */
const MINIMUM_TIMEOUT_MS = 1_000;
/** How far into an answer the text is looked for, in bytes. */
const SEARCHED_BYTES = 5_120;

type Finding = { readonly passed: boolean; readonly status: string };

/** Route 53's health checks by real connections. Certificates are not verified, as Route 53 does not either. */
export class HttpEndpointChecker implements EndpointChecker {
  constructor(private readonly options: HttpEndpointCheckerOptions) {}

  /** Checks once. Never rejects. */
  public check(check: EndpointCheck): Promise<Finding> {
    const local = this.options.locate({ host: check.host, port: check.port });
    if (!local) return Promise.resolve(failure('DNS resolution failed: No such host'));
    const timeoutMs = Math.max(check.timeoutMs / (this.options.speed ?? 1), MINIMUM_TIMEOUT_MS);
    return check.protocol === 'TCP' ? byConnection(local, timeoutMs) : byRequest(check, local, timeoutMs);
  }
}

function byConnection(local: Address, timeoutMs: number): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = connect({ ...local, timeout: timeoutMs });
    const end = (finding: Finding) => {
      resolve(finding);
      socket.destroy();
    };
    socket.on('connect', () => end({ passed: true, status: 'Success: TCP connection established' }));
    socket.on('timeout', () => end(failure('Connection timed out')));
    socket.on('error', () => end(failure('Connection refused')));
  });
}

function byRequest(check: EndpointCheck, local: Address, timeoutMs: number): Promise<Finding> {
  return new Promise((resolve) => {
    const { get } = check.protocol === 'HTTPS' ? https : http;
    const headers = { host: check.host, 'user-agent': 'Amazon-Route53-Health-Check-Service' };
    const request = get({ ...local, path: check.path, headers, agent: false, rejectUnauthorized: false });
    const end = (finding: Finding) => {
      clearTimeout(timer);
      resolve(finding);
      request.destroy();
    };
    const timer = setTimeout(() => end(failure('Connection timed out')), timeoutMs);
    request.on('error', () => end(failure('Connection refused')));
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const text = `HTTP Status Code ${status}, ${response.statusMessage ?? ''}`;
      if (status < 200 || status >= 400) return end(failure(text));
      if (check.search === undefined) return end({ passed: true, status: `Success: ${text}` });
      let body = '';
      response.on('data', (part: Buffer) => {
        body = `${body}${part.toString()}`.slice(0, SEARCHED_BYTES);
      });
      response.on('end', () => {
        const found = body.includes(check.search ?? '');
        end(found ? { passed: true, status: `Success: ${text}` } : failure('The search string was not found'));
      });
    });
  });
}

function failure(reason: string): Finding {
  return { passed: false, status: `Failure: ${reason}` };
}
