import type { TargetEnvironment } from './target-environment';

/** Where and under which name the candidate is asked. */
export interface Target {
  readonly protocol: 'http:' | 'https:';
  readonly port: number;
  /** Names or addresses to connect to, in turn; at least one. */
  readonly addresses: readonly string[];
  /** Sent as the Host header. */
  readonly host: string;
  /** Sent as SNI (https). */
  readonly serverName: string;
  /** Whether the certificate must be trusted and be valid for `serverName` (https). */
  readonly verified: boolean;
  /** What makes a request test traffic where its port does not. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Finds the private addresses of a load balancer by its name `app/<name>/<id>`. */
export type FindPrivateAddresses = (loadBalancerName: string, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * Reads where the candidate is; see `TargetEnvironment` for the rules.
 *
 * @throws when `TEST_URL` is no http(s) URL or the load balancer has no private address
 */
export async function findTarget(
  { TEST_URL, LOAD_BALANCER_NAME, HOST_NAME, TEST_HEADER }: Partial<TargetEnvironment>,
  findPrivateAddresses: FindPrivateAddresses,
  signal: AbortSignal,
): Promise<Target> {
  const url = readUrl(TEST_URL);
  const addresses = LOAD_BALANCER_NAME ? await findPrivateAddresses(LOAD_BALANCER_NAME, signal) : [bare(url.hostname)];
  if (addresses.length === 0) {
    throw new Error(
      `no network interface 'ELB ${LOAD_BALANCER_NAME}' is in use; check that the load balancer is there and in this account and region`,
    );
  }
  return {
    protocol: url.protocol,
    port: url.port ? Number(url.port) : url.protocol === 'https:' ? 443 : 80,
    addresses,
    host: HOST_NAME || url.host,
    serverName: HOST_NAME ? HOST_NAME.replace(/:\d+$/, '') : bare(url.hostname),
    verified: Boolean(HOST_NAME),
    ...(TEST_HEADER && { headers: { [TEST_HEADER.toLowerCase()]: 'candidate' } }),
  };
}

function readUrl(text: string | undefined): URL & { protocol: Target['protocol'] } {
  const url = text && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search) {
    throw new Error(`TEST_URL must be http(s)://<host>[:<port>], got '${text ?? ''}'`);
  }
  return url as URL & { protocol: Target['protocol'] };
}

/** URL writes an IPv6 address in brackets; a socket wants it without. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
