import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { ListenerTable } from './routing-table';

/** Headers that hold for one connection only (RFC 9110, 7.6.1), so no proxy passes them on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers for the target: the client's own, `Host` included, with X-Forwarded-For appended to and X-Forwarded-Proto and
 * -Port set as ALB does. `Expect` was answered already.
 */
export function headersForTarget(request: IncomingMessage, listener: ListenerTable): IncomingHttpHeaders {
  const headers = withoutHopByHop(request.headers);
  delete headers.expect;
  const client = request.socket.remoteAddress ?? '';
  const before = request.headers['x-forwarded-for'];
  headers['x-forwarded-for'] = before ? `${before}, ${client}` : client;
  headers['x-forwarded-proto'] = listener.protocol.toLowerCase();
  headers['x-forwarded-port'] = String(listener.port);
  return headers;
}

/** The headers for the client: the target's, and the load balancer's cookies. */
export function headersForClient(headers: IncomingHttpHeaders, cookies: readonly string[]): OutgoingHttpHeaders {
  const passed = withoutHopByHop(headers);
  if (cookies.length > 0) passed['set-cookie'] = [...[headers['set-cookie'] ?? []].flat(), ...cookies];
  return passed;
}

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = headers.connection?.split(',').map((name) => name.trim().toLowerCase());
  const passed: IncomingHttpHeaders = {};
  for (const name in headers) {
    if (!HOP_BY_HOP.has(name) && !named?.includes(name)) passed[name] = headers[name];
  }
  return passed;
}
