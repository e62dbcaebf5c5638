import http, { type IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';
import { Exchange, type Outcome } from './exchange';
import { headersForTarget } from './headers';
import type { Observation } from './observation';
import { answerOneself } from './own-answer';
import { requestBody } from './request-body';
import type { Decision } from './routing';
import type { ListenerTable } from './routing-table';
import type { TargetPools } from './target-pools';
import { forwardUpgrade } from './upgrade';

const DEFAULT_IDLE_TIMEOUT_SECONDS = 60;

/** A client that went away, in the middle of a request or before it: no bad request. Its exchange, if any, tells of it. */
const HUNG_UP = new Set(['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE']);

/** What a listener asks of the data plane with each request. */
export interface ListenerContext {
  readonly listenerArn: string;
  /** The listener as it is now, not as it was when its port was opened. */
  readonly current: () => ListenerTable;
  readonly decide: (request: IncomingMessage, listener: ListenerTable) => Decision;
  readonly pools: TargetPools;
  /** Counts a request in and, with -1, out of a target. */
  readonly count: (groupArn: string, targetId: string, change: 1 | -1) => void;
  readonly observe: (observation: Omit<Observation, 'at' | 'listenerArn'>) => void;
}

/** An open port of a listener. */
export class Listener {
  private readonly server: http.Server;
  private readonly upgraded = new Set<Duplex>();

  /** @param secure makes it HTTPS */
  constructor(
    private readonly context: ListenerContext,
    secure?: TlsOptions,
  ) {
    const options = { keepAliveTimeout: idleTimeoutMs(context.current()) };
    this.server = secure ? https.createServer({ ...options, ...secure }) : http.createServer(options);
    this.server.on('request', (request, response) => this.answer(request, response));
    this.server.on('upgrade', (request, socket, head) => this.answerUpgrade(request, socket, head));
    this.server.on('clientError', (error, socket) => this.refuse(error, socket));
  }

  /** The local port. */
  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @throws when the port is taken, or not allowed */
  public open(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => reject(unopened(error, this.context, host, port)));
      this.server.listen(port, host, resolve);
    });
  }

  /** Takes no new connections; those that are there end after the request that they are in. */
  public close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
    });
  }

  /** Ends every connection now. */
  public destroy(): Promise<void> {
    const closed = this.close();
    this.server.closeAllConnections();
    for (const socket of this.upgraded) socket.destroy();
    return closed;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const listener = this.context.current();
    const decision = this.context.decide(request, listener);
    if (decision.kind !== 'forward') {
      this.answerOneself(response, decision);
      return;
    }

    const body = requestBody(request);
    const finished = this.tracking(decision);
    this.context.pools.of(decision.group, decision.target).dispatch(
      {
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        headers: headersForTarget(request, listener),
        body,
        headersTimeout: idleTimeoutMs(listener),
        bodyTimeout: idleTimeoutMs(listener),
      },
      new Exchange(response, decision.cookies, (outcome) => {
        body?.destroy(); // answered before it was all sent: the rest goes nowhere
        finished(outcome);
      }),
    );
  }

  private answerUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    this.track(socket);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(request.socket);
    response.once('finish', () => socket.end());

    const listener = this.context.current();
    const decision = this.context.decide(request, listener);
    if (decision.kind !== 'forward') {
      this.answerOneself(response, decision);
      return;
    }
    forwardUpgrade({
      request,
      response,
      socket,
      head,
      listener,
      decision,
      idleTimeoutMs: idleTimeoutMs(listener),
      connected: (targetSocket) => this.track(targetSocket),
      finished: this.tracking(decision),
    });
  }

  private answerOneself(response: ServerResponse, decision: Exclude<Decision, { kind: 'forward' }>): void {
    const elbStatus = decision.kind === 'unavailable' ? 503 : decision.statusCode;
    switch (decision.kind) {
      case 'redirect':
        answerOneself(response, elbStatus, { headers: { location: decision.location } });
        break;
      case 'fixed-response':
        answerOneself(response, elbStatus, { headers: { 'content-type': decision.contentType }, body: decision.body });
        break;
      case 'unavailable':
        answerOneself(response, elbStatus);
        break;
    }
    const empty = decision.kind === 'unavailable' && decision.emptyGroupArn;
    this.context.observe({ status: elbStatus, elbStatus, latencyMs: 0, ...(empty && { emptyGroupArn: empty }) });
  }

  /** A request that is none: 400, or 408 when it never got complete. A failed TLS handshake is no request at all. */
  private refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
    const { code = '' } = error;
    if (HUNG_UP.has(code) || /^ERR_(SSL|TLS)_/.test(code) || !socket.writable) {
      socket.destroy();
      return;
    }
    const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
    socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nServer: awselb/2.0\r\nConnection: close\r\n\r\n`);
    this.context.observe({ status, elbStatus: status, latencyMs: 0 });
  }

  private tracking({ group, target }: Extract<Decision, { kind: 'forward' }>): (outcome: Outcome) => void {
    this.context.count(group.groupArn, target.id, 1);
    return (outcome) => {
      this.context.count(group.groupArn, target.id, -1);
      this.context.observe({ groupArn: group.groupArn, targetId: target.id, ...outcome });
    };
  }

  private track(socket: Duplex): void {
    this.upgraded.add(socket);
    socket.once('close', () => this.upgraded.delete(socket));
  }
}

function idleTimeoutMs({ idleTimeoutSeconds = DEFAULT_IDLE_TIMEOUT_SECONDS }: ListenerTable): number {
  return idleTimeoutSeconds * 1000;
}

function unopened(error: NodeJS.ErrnoException, context: ListenerContext, host: string, port: number): Error {
  const what = `port ${port} on ${host}, for listener port ${context.current().port}`;
  if (error.code === 'EADDRINUSE') {
    return new Error(`${what}, is in use by another program; end that program, or choose another port`);
  }
  if (error.code === 'EACCES') {
    return new Error(`${what}, needs rights that this program has not; choose a port above 1023`);
  }
  return new Error(`${what}, cannot be opened: ${error.message}`);
}
