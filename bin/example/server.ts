/**
 * The small web shop of the examples and of `npm start`: enough to smoke-test, and with switches for everything that can be
 * wrong with a release. No dependencies. Each switch is an environment variable:
 *
 * | variable | what it does | default |
 * |---|---|---|
 * | PORT | where it listens | 8080 |
 * | VERSION | shown in the header `x-version` and in JSON | 1 |
 * | ERROR_RATE | share (0 to 1) of requests, health checks not counted, answered with 500 | 0 |
 * | LATENCY_MS | milliseconds added to a request | 0 |
 * | LATENCY_SHARE | share (0 to 1) of requests that LATENCY_MS is added to | 1 |
 * | CRASH_AFTER_REQUESTS | exits with status 1 at this request | never |
 * | CRASH_AFTER_MS | exits with status 1 after so long | never |
 * | SLOW_START_MS | listens only after so long | 0 |
 * | NEVER_HEALTHY | `true`: `/health` answers 503 | false |
 * | BROKEN_ORDERS | `true`: an order is accepted, but reads back with a wrong total, so that a smoke test fails | false |
 */
import { createHmac, randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const PRODUCTS = [
  { id: 'tea', name: 'Tea', price: 4 },
  { id: 'coffee', name: 'Coffee', price: 6 },
  { id: 'cocoa', name: 'Cocoa', price: 5 },
];

const settings = {
  port: setting('PORT', 8080),
  version: process.env.VERSION ?? '1',
  errorRate: setting('ERROR_RATE', 0),
  latencyMs: setting('LATENCY_MS', 0),
  latencyShare: setting('LATENCY_SHARE', 1),
  crashAfterRequests: setting('CRASH_AFTER_REQUESTS', Number.POSITIVE_INFINITY),
  crashAfterMs: setting('CRASH_AFTER_MS', Number.POSITIVE_INFINITY),
  slowStartMs: setting('SLOW_START_MS', 0),
  neverHealthy: process.env.NEVER_HEALTHY === 'true',
  brokenOrders: process.env.BROKEN_ORDERS === 'true',
};

let served = 0;
let stopping = false;

const server = http.createServer((request, response) => {
  answer(request).then(
    (given) => send(response, given),
    (error: Error) => send(response, { status: 400, body: { error: error.message } }),
  );
});

async function answer(request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://app');
  if (pathname === '/health') {
    return settings.neverHealthy
      ? { status: 503, body: { status: 'unhealthy' } }
      : { status: 200, body: { status: 'healthy' } };
  }
  served += 1;
  if (served >= settings.crashAfterRequests) crash(`request ${served}`);
  if (settings.latencyMs > 0 && Math.random() < settings.latencyShare) await sleep(settings.latencyMs);
  if (Math.random() < settings.errorRate) return { status: 500, body: { error: 'a fault that ERROR_RATE asked for' } };

  const order = /^\/api\/orders\/([\w-]+)$/.exec(pathname)?.[1];
  switch (`${request.method} ${order ? '/api/orders/' : pathname}`) {
    case 'GET /':
      return { status: 200, body: { shop: 'example' } };
    case 'GET /api/products':
      return { status: 200, body: { products: PRODUCTS } };
    case 'POST /api/login':
      return login(await jsonBody(request));
    case 'POST /api/orders':
      return isLoggedIn(request) ? writeOrder(await jsonBody(request)) : LOG_IN_FIRST;
    case 'GET /api/orders/':
      return isLoggedIn(request) ? readOrder(order ?? '') : LOG_IN_FIRST;
    default:
      return { status: 404, body: { error: `nothing at ${request.method} ${pathname}` } };
  }
}

const LOG_IN_FIRST: Answer = { status: 401, body: { error: 'log in first: POST /api/login' } };

/** Anybody with a name and a password gets a token. Tokens and orders hold their own content: every task knows them. */
function login({ user, password }: Record<string, unknown>): Answer {
  if (!user || !password) return { status: 401, body: { error: 'user and password are needed' } };
  return { status: 200, body: { token: seal({ user }) } };
}

function isLoggedIn({ headers }: IncomingMessage): boolean {
  return unseal(headers.authorization?.replace(/^Bearer /, '') ?? '') !== undefined;
}

function writeOrder(body: Record<string, unknown>): Answer {
  const product = PRODUCTS.find(({ id }) => id === body.product);
  const quantity = Number(body.quantity ?? 1);
  if (!product || !(quantity > 0)) {
    return { status: 422, body: { error: "'product' must be a known id and 'quantity' greater than 0" } };
  }
  const order = { product: product.id, quantity, total: product.price * quantity };
  return { status: 201, body: { ...order, id: seal({ ...order, number: randomUUID() }) } };
}

function readOrder(id: string): Answer {
  const order = unseal(id);
  if (!order) return { status: 404, body: { error: `no order '${id}'` } };
  return { status: 200, body: { ...order, id, ...(settings.brokenOrders && { total: 0 }) } };
}

/** Content as a word that only this app can have made (a toy: the key is no secret). */
function seal(content: Record<string, unknown>): string {
  const text = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${signature(text)}-${text}`;
}

function unseal(sealed: string): Record<string, unknown> | undefined {
  const text = sealed.slice(SIGNATURE_LENGTH + 1);
  if (signature(text) !== sealed.slice(0, SIGNATURE_LENGTH)) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString());
}

const SIGNATURE_LENGTH = 16;

function signature(text: string): string {
  return createHmac('sha256', 'example').update(text).digest('hex').slice(0, SIGNATURE_LENGTH);
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify({ version: settings.version, ...body });
  response.shouldKeepAlive = !stopping;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-version': settings.version,
  });
  response.end(text);
}

async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  const body: unknown = JSON.parse(text || '{}');
  if (typeof body !== 'object' || body === null) throw new Error('the body must be a JSON object');
  return { ...body };
}

function setting(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!(value >= 0)) {
    console.error(`${name} must be a number of at least 0, got '${text}'`);
    process.exit(2);
  }
  return value;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function crash(when: string): never {
  console.error(`crashing at ${when}, as asked`);
  process.exit(1);
}

/** SIGTERM: no new connections, every request under way gets its answer. */
process.once('SIGTERM', () => {
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});

// Longer than the load balancer keeps an idle connection, so that it never meets one that is just being closed.
server.keepAliveTimeout = 65_000;
if (Number.isFinite(settings.crashAfterMs)) {
  setTimeout(() => crash(`${settings.crashAfterMs} ms`), settings.crashAfterMs);
}
setTimeout(() => {
  server.listen(settings.port, () => console.log(`version ${settings.version} listens on port ${settings.port}`));
}, settings.slowStartMs);
