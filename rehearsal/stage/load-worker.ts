/**
 * The load's own thread: autocannon, paced. It imports types only from the rehearsal, so that Node can run it as it is from
 * the sources; in the package it is bundled to `load-worker.js`, beside the CLI.
 *
 * What autocannon does not do is added here by its events: it spends a connection's rate in a burst at each second's start
 * (so the connections are started spread over a second, or longer on a busy computer), it takes no notice of an answer that never comes because the
 * connection was closed (counted here), and it breaks off requests under way when stopped (waited for here).
 */
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import autocannon from 'autocannon';
import type { LoadOptions, LoadReport } from './load';

/** Groups of connections, each started a little after the other. */
const GROUPS = 50;
/** With more, each connection sends more than one request a second. */
const MOST_CONNECTIONS = 250;
/**
 * New connections that have had no answer yet. A server that is Node accepts one in each turn of its loop; on a busy computer more of
 * them at once would wait in its queue until they time out.
 */
const MOST_OPENING = 20;
const FOREVER_SECONDS = 2_000_000;
const MICROSECONDS = 1000;
/** A timer may fire a little early. */
const TIMER_SLACK_MS = 20;

/** autocannon's client, with the parts that its types leave out. */
interface Client extends EventEmitter {
  rate: number;
  readonly conn: Socket;
  destroy(): void;
  readonly parser: { readonly type: unknown; reinitialize(type: unknown): void };
  readonly pipelinedRequests: { clear(): void };
}

class Tally {
  private readonly startedAt = performance.now();
  private readonly latency = createHistogram();
  private readonly byStatus: Record<string, number> = {};
  private readonly byVersion: Record<string, { requests: number; serverErrors: number }> = {};
  private requests = 0;
  public connectionErrors = 0;
  public timeouts = 0;

  public answered(status: number, version: string | undefined, latencyMs: number): void {
    this.requests += 1;
    this.byStatus[status] = (this.byStatus[status] ?? 0) + 1;
    this.latency.record(Math.max(1, Math.round(latencyMs * MICROSECONDS)));
    if (version === undefined) return;
    this.byVersion[version] ??= { requests: 0, serverErrors: 0 };
    this.byVersion[version].requests += 1;
    if (status >= 500) this.byVersion[version].serverErrors += 1;
  }

  public report(): LoadReport {
    const count = (wanted: (status: number) => boolean) =>
      Object.entries(this.byStatus).reduce((sum, [status, times]) => sum + (wanted(Number(status)) ? times : 0), 0);
    const percentile = (share: number) => (this.requests ? this.latency.percentile(share) / MICROSECONDS : 0);
    return {
      seconds: (performance.now() - this.startedAt) / 1000,
      requests: this.requests,
      byStatus: this.byStatus,
      byVersion: this.byVersion,
      non2xx: count((status) => status < 200 || status > 299),
      serverErrors: count((status) => status >= 500),
      connectionErrors: this.connectionErrors,
      timeouts: this.timeouts,
      latency: { p50: percentile(50), p95: percentile(95), p99: percentile(99), max: percentile(100) },
    };
  }
}

const options: Omit<LoadOptions, 'onInterval'> = workerData;
const timeoutSeconds = options.timeoutSeconds ?? 10;
const total = new Tally();
let interval = new Tally();
const clients: Client[] = [];
const waiting = new Map<Client, { readonly sentAt: number; readonly conn: Socket }>();
const instances: autocannon.Instance[] = [];
const opening = new Set<Client>();
let stopping = false;

function both(change: (tally: Tally) => void): void {
  change(total);
  change(interval);
}

/** Counts what one client does: one request at a time, on one connection after the other. */
function watch(client: Client): void {
  let version: string | undefined;
  clients.push(client);
  opening.add(client);
  const watched = new WeakSet<Socket>();
  client.on('request', () => {
    const { conn } = client;
    if (waiting.has(client)) unanswered(client);
    client.pipelinedRequests.clear();
    client.parser.reinitialize(client.parser.type);
    waiting.set(client, { sentAt: performance.now(), conn });
    if (watched.has(conn)) return;
    watched.add(conn);
    conn.once('end', () => {
      if (waiting.get(client)?.conn === conn) unanswered(client);
    });
  });
  client.on('headers', (answer: unknown) => {
    version = header(answer, 'x-version');
  });
  client.on('response', (status: number) => {
    const sentAt = waiting.get(client)?.sentAt;
    if (sentAt === undefined) return;
    waiting.delete(client);
    opening.delete(client);
    both((tally) => tally.answered(status, version, performance.now() - sentAt));
  });
  client.on('connError', () => unanswered(client));
  // autocannon tells of a time-out after it has sent the next request: then it has been counted already.
  client.on('timeout', () => {
    if (isOverdue(client)) unanswered(client);
  });
}

/** The request that a client waits for gets no answer any more. */
function unanswered(client: Client): void {
  opening.delete(client);
  const kind = isOverdue(client) ? 'timeouts' : 'connectionErrors';
  if (waiting.delete(client)) both((tally) => tally[kind]++);
}

function isOverdue(client: Client): boolean {
  const sentAt = waiting.get(client)?.sentAt ?? performance.now();
  return performance.now() - sentAt > timeoutSeconds * 1000 - TIMER_SLACK_MS;
}

/** autocannon hands over what its parser knows: the headers as a flat list of names and values. */
function header(answer: unknown, name: string): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('headers' in answer)) return undefined;
  const list = answer.headers;
  if (!Array.isArray(list)) return undefined;
  const at = list.findIndex((entry, index) => index % 2 === 0 && String(entry).toLowerCase() === name);
  return at < 0 ? undefined : String(list[at + 1]);
}

function startGroup(rate: number, connections: number): void {
  const nothing = () => undefined;
  const ignored = { __custom: true, recordValue: nothing, reset: nothing, destroy: nothing };
  const settings: autocannon.Options & { histograms: Record<string, unknown> } = {
    url: options.urls as string[] as unknown as string,
    method: options.method ?? 'GET',
    headers: { ...options.headers },
    body: options.body,
    timeout: timeoutSeconds,
    duration: FOREVER_SECONDS,
    sampleInt: 100,
    overallRate: rate,
    connections,
    setupClient: (client) => watch(client as unknown as Client),
    ignoreCoordinatedOmission: true,
    // The counts are made here; autocannon's own histograms would cost megabytes for each group.
    skipAggregateResult: true,
    histograms: { latencies: ignored, requests: ignored, throughput: ignored },
  };
  instances.push(autocannon(settings, () => undefined));
}

async function start(): Promise<void> {
  const groups = Math.min(GROUPS, options.requestsPerSecond);
  const perGroup = (all: number, group: number) => Math.floor(all / groups) + (group < all % groups ? 1 : 0);
  const startedAt = performance.now();
  for (let group = 0; group < groups; group++) {
    const rate = perGroup(options.requestsPerSecond, group);
    const connections = Math.max(1, Math.min(rate, perGroup(MOST_CONNECTIONS, group)));
    await pause(startedAt + (group * 1000) / groups - performance.now());
    while (opening.size >= MOST_OPENING && !stopping) await pause(5);
    if (stopping) return;
    startGroup(rate, connections);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

async function stop(): Promise<void> {
  stopping = true;
  clearInterval(reports);
  for (const client of clients) client.rate = -1; // pauses: no more requests, but the answer under way is read
  while (waiting.size > 0) await pause(5); // the time-out ends it at the latest
  for (const instance of instances) instance.stop?.();
  for (const client of clients) client.destroy();
  parentPort?.postMessage({ kind: 'done', total: total.report() });
}

const reports = setInterval(
  () => {
    parentPort?.postMessage({ kind: 'interval', interval: interval.report(), total: total.report() });
    interval = new Tally();
  },
  (options.intervalSeconds ?? 1) * 1000,
);
parentPort?.once('message', () => void stop());
void start();
