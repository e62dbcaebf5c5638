/**
 * The data plane against going to the app directly, and against the proxy libraries that it could have been built on.
 * Load goes to this computer only. `npm run bench:proxy`
 */
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { createProxyServer } from 'httpxy';
import { Pool } from 'undici';
import { DataPlane } from '../rehearsal/stage/data-plane/data-plane';
import { startLoad } from '../rehearsal/stage/load';
import { startProcess } from '../rehearsal/stage/processes';

const root = join(__dirname, '..', '..');
const ROUNDS = 3;
const SECONDS = 4;
const RATE = 500;
const CONNECTIONS = 32;

interface Way {
  readonly name: string;
  readonly url: string;
  readonly close: () => Promise<void>;
}

async function main(): Promise<void> {
  const app = await startProcess({
    name: 'app',
    command: `"${process.execPath}" "${join(root, 'dist', 'bin', 'example', 'server.js')}"`,
  });
  const direct = { name: 'direct', url: `http://127.0.0.1:${app.port}/api/products`, close: async () => undefined };
  const plane = await throughPlane(app.port);
  const others = await Promise.all([
    through('httpxy', httpxy(app.port)),
    through('node http.Agent', agent(app.port)),
    through('undici Pool.stream', poolStream(app.port)),
  ]);
  const ways: Way[] = [direct, plane, ...others];
  try {
    for (const way of ways) await mostRequests(way.url, 2); // warm
    const [most, paced] = [new Map<Way, number[]>(), new Map<Way, Latency[]>()];
    for (let round = 1; round <= ROUNDS; round++) {
      for (const way of ways) {
        push(most, way, await mostRequests(way.url, SECONDS));
        push(paced, way, await latencyAtRate(way.url));
      }
    }
    print(ways, most, paced);
  } finally {
    await Promise.all(ways.map((way) => way.close()));
    await app.stop();
  }
}

interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

/** Requests per second with as many as possible, from a thread of its own. */
async function mostRequests(url: string, duration: number): Promise<number> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration, workers: 1 });
  if (result.non2xx + result.errors > 0) throw new Error(`${url}: ${result.non2xx + result.errors} requests failed`);
  return result.requests.average;
}

async function latencyAtRate(url: string): Promise<Latency> {
  const worker = join(root, 'rehearsal', 'stage', 'load-worker.ts');
  const load = startLoad({ urls: [url], requestsPerSecond: RATE, worker });
  await new Promise((resolve) => setTimeout(resolve, (SECONDS + 1) * 1000));
  const { latency, non2xx, connectionErrors, timeouts } = await load.stop();
  return { p50: latency.p50, p99: latency.p99, failed: non2xx + connectionErrors + timeouts };
}

function print(ways: readonly Way[], most: Map<Way, number[]>, paced: Map<Way, Latency[]>): void {
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const at = (way: Way, part: (latency: Latency) => number) => middle((paced.get(way) ?? []).map(part));
  const base = ways[0];
  console.log(`median of ${ROUNDS} rounds; app, load and proxy share this computer's cores`);
  console.table(
    Object.fromEntries(
      ways.map((way) => [
        way.name,
        {
          'requests/s at most': Math.round(middle(most.get(way) ?? [])),
          [`p50 ms at ${RATE}/s`]: round(at(way, ({ p50 }) => p50)),
          [`p99 ms at ${RATE}/s`]: round(at(way, ({ p99 }) => p99)),
          'p99 overhead ms': base ? round(at(way, ({ p99 }) => p99) - at(base, ({ p99 }) => p99)) : 0,
          failed: (paced.get(way) ?? []).reduce((sum, { failed }) => sum + failed, 0),
        },
      ]),
    ),
  );
  console.log('goals for the data plane: at least 3000 requests/s, p99 overhead at most 5 ms');
}

async function throughPlane(port: number): Promise<Way> {
  const plane = new DataPlane({ onObservation: () => undefined });
  const targets = [{ id: 'app', host: '127.0.0.1', port, state: 'healthy' as const }];
  await plane.updateTable({
    listeners: [
      {
        listenerArn: 'listener',
        port: 80,
        protocol: 'HTTP',
        defaultAction: {
          kind: 'forward',
          groups: [
            { groupArn: 'blue', weight: 90 },
            { groupArn: 'green', weight: 10 },
          ],
        },
      },
    ],
    groups: [
      { groupArn: 'blue', targets },
      { groupArn: 'green', targets },
    ],
  });
  return {
    name: 'the data plane',
    url: `http://127.0.0.1:${plane.portOf('listener')}/api/products`,
    close: () => plane.close(),
  };
}

async function through(name: string, listener: RequestListener): Promise<Way> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/products`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function httpxy(port: number): RequestListener {
  const proxy = createProxyServer({ agent: new http.Agent({ keepAlive: true }), xfwd: true });
  return (request, response) => void proxy.web(request, response, { target: { host: '127.0.0.1', port } });
}

function agent(port: number): RequestListener {
  const keepAlive = new http.Agent({ keepAlive: true });
  return (request, response) => {
    const { method, url, headers } = request;
    const toApp = http.request({ agent: keepAlive, port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(toApp);
  };
}

function poolStream(port: number): RequestListener {
  const pool = new Pool(`http://127.0.0.1:${port}`, { pipelining: 1 });
  return ({ method = 'GET', url = '/', headers: { connection: _, ...headers } }, response) => {
    const streamed = pool.stream({ method, path: url, headers }, (answer) => {
      const { connection: __, 'keep-alive': ___, ...passed } = answer.headers;
      return response.writeHead(answer.statusCode, passed);
    });
    streamed.catch(() => response.destroy());
  };
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
