import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { type Duplex, pipeline } from 'node:stream';
import type { Outcome } from './exchange';
import { targetFailure } from './failure';
import { headersForClient, headersForTarget } from './headers';
import { answerOneself } from './own-answer';
import type { Decision } from './routing';
import type { ListenerTable } from './routing-table';

export interface Upgrade {
  readonly request: IncomingMessage;
  /** An ordinary response on the client's socket, for everything but a 101. */
  readonly response: ServerResponse;
  readonly socket: Duplex;
  /** Bytes that came with the request. */
  readonly head: Buffer;
  readonly listener: ListenerTable;
  readonly decision: Extract<Decision, { kind: 'forward' }>;
  readonly idleTimeoutMs: number;
  /** Called with the target's socket, once both sides talk. */
  readonly connected: (targetSocket: Duplex) => void;
  /** Called exactly once: at the target's 101, or at whatever else came of it. */
  readonly finished: (outcome: Outcome) => void;
}

/**
 * Hands an upgrade (a WebSocket) to a target and joins the two sockets; a target that declines is passed on as it answers.
 * node:http, because httpxy ends the client's socket without a 502 when the target cannot be reached.
 */
export function forwardUpgrade(upgrade: Upgrade): void {
  const { request, response, socket, head, listener, decision } = upgrade;
  const startedAt = performance.now();
  const finish = once((outcome: Omit<Outcome, 'latencyMs'>) =>
    upgrade.finished({ ...outcome, latencyMs: performance.now() - startedAt }),
  );
  const toTarget = (decision.group.protocol === 'HTTPS' ? https : http).request({
    host: decision.target.host,
    port: decision.target.port,
    method: request.method,
    path: request.url,
    headers: { ...headersForTarget(request, listener), connection: 'upgrade', upgrade: request.headers.upgrade },
    agent: false,
    rejectUnauthorized: false,
    timeout: upgrade.idleTimeoutMs,
  });

  const clientLeft = () => {
    toTarget.destroy();
    finish({ status: 460, elbStatus: 460 });
  };
  socket.once('close', clientLeft);
  toTarget.once('timeout', () => toTarget.destroy(Object.assign(new Error('idle'), { code: 'ETIMEDOUT' })));
  toTarget.once('error', (error) => {
    const { status, connectionError } = targetFailure(error);
    answerOneself(response, status);
    finish({ status, elbStatus: status, ...(connectionError && { connectionError }) });
  });
  toTarget.once('response', (answer) => {
    const status = answer.statusCode ?? 502;
    response.writeHead(status, answer.statusMessage, headersForClient(answer.headers, decision.cookies));
    pipeline(answer, response, () => finish({ status, targetStatus: status }));
  });
  toTarget.once('upgrade', (answer, targetSocket, targetHead) => {
    socket.removeListener('close', clientLeft);
    response.detachSocket(request.socket);
    socket.write(switching(answer, decision.cookies));
    if (targetHead.length > 0) socket.write(targetHead);
    if (head.length > 0) targetSocket.write(head);
    upgrade.connected(targetSocket);
    targetSocket.setTimeout(upgrade.idleTimeoutMs, () => targetSocket.destroy());
    pipeline(socket, targetSocket, socket, () => {
      socket.destroy();
      targetSocket.destroy();
    });
    finish({ status: 101, targetStatus: 101 });
  });
  toTarget.end();
}

/** The head of the 101: the target's own headers, as it wrote them, and the load balancer's cookies. */
function switching(answer: IncomingMessage, cookies: readonly string[]): string {
  const lines = ['HTTP/1.1 101 Switching Protocols'];
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    lines.push(`${answer.rawHeaders[at]}: ${answer.rawHeaders[at + 1]}`);
  }
  for (const cookie of cookies) lines.push(`Set-Cookie: ${cookie}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function once<T>(callback: (value: T) => void): (value: T) => void {
  let called = false;
  return (value) => {
    if (called) return;
    called = true;
    callback(value);
  };
}
