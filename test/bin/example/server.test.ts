import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type AppProcess, startProcess } from '../../../rehearsal/stage/processes';

let folder: string;
let bundle: string;
let app: AppProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'example-'));
  bundle = join(folder, 'server.js');
  const entry = join(__dirname, '../../../bin/example/server.ts');
  buildSync({ entryPoints: [entry], outfile: bundle, bundle: true, platform: 'node', logLevel: 'error' });
});

afterEach(() => app?.stop());
afterAll(() => rmSync(folder, { recursive: true }));

async function start(environment: Record<string, string> = {}): Promise<AppProcess> {
  app = await startProcess({ name: 'app', command: `node ${bundle}`, environment });
  return app;
}

interface Answer {
  readonly status: number;
  readonly version: string | null;
  readonly body: Record<string, unknown>;
}

async function ask(path: string, body?: unknown, token?: string): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${app?.port}${path}`, {
    ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  return {
    status: response.status,
    version: response.headers.get('x-version'),
    body: (await response.json()) as Record<string, unknown>,
  };
}

async function orderTea(): Promise<{ written: Answer; read: Answer }> {
  const token = String((await ask('/api/login', { user: 'ann', password: 'x' })).body.token);
  const written = await ask('/api/orders', { product: 'tea', quantity: 2 }, token);
  return { written, read: await ask(`/api/orders/${written.body.id}`, undefined, token) };
}

test('shows its version in a header and in JSON', async () => {
  await start({ VERSION: '7' });
  expect(await ask('/')).toEqual({ status: 200, version: '7', body: { version: '7', shop: 'example' } });
  expect((await ask('/health')).body).toEqual({ version: '7', status: 'healthy' });
  expect((await ask('/api/products')).body.products).toHaveLength(3);
});

test('an order that was written reads back, from another task too', async () => {
  await start();
  const { written, read } = await orderTea();
  expect(written).toMatchObject({ status: 201, body: { product: 'tea', total: 8 } });
  expect(read).toMatchObject({ status: 200, body: { id: written.body.id, product: 'tea', quantity: 2, total: 8 } });

  await app?.stop();
  await start();
  const token = String((await ask('/api/login', { user: 'bob', password: 'y' })).body.token);
  expect(await ask(`/api/orders/${written.body.id}`, undefined, token)).toMatchObject({
    status: 200,
    body: { total: 8 },
  });
});

test('BROKEN_ORDERS: an order reads back with a wrong total', async () => {
  await start({ BROKEN_ORDERS: 'true' });
  const { written, read } = await orderTea();
  expect([written.body.total, read.body.total]).toEqual([8, 0]);
});

test.each([
  ['/nowhere', undefined, 404],
  ['/api/orders/x', undefined, 401],
  ['/api/orders', { product: 'tea' }, 401],
  ['/api/login', { user: 'ann' }, 401],
  ['/api/login', 'no JSON', 400],
])('%s with %p is a %d', async (path, body, status) => {
  await start();
  expect((await ask(path, body)).status).toBe(status);
});

test('ERROR_RATE spares the health check', async () => {
  await start({ ERROR_RATE: '1' });
  expect([(await ask('/')).status, (await ask('/health')).status]).toEqual([500, 200]);
});

test('NEVER_HEALTHY concerns the health check only', async () => {
  await start({ NEVER_HEALTHY: 'true' });
  expect([(await ask('/')).status, (await ask('/health')).status]).toEqual([200, 503]);
});

test('LATENCY_MS holds answers back, the health check not', async () => {
  await start({ LATENCY_MS: '200' });
  const order: string[] = [];
  await Promise.all(['/', '/health'].map(async (path) => order.push((await ask(path)) && path)));
  expect(order).toEqual(['/health', '/']);
});

test('LATENCY_SHARE 0 holds no answer back', async () => {
  await start({ LATENCY_MS: '60000', LATENCY_SHARE: '0' });
  expect((await ask('/')).status).toBe(200);
});

test('CRASH_AFTER_REQUESTS ends it with status 1', async () => {
  const { stopped } = await start({ CRASH_AFTER_REQUESTS: '2' });
  expect((await ask('/')).status).toBe(200);
  await expect(ask('/')).rejects.toThrow();
  expect(await stopped).toEqual({ exitCode: 1 });
});

test('CRASH_AFTER_MS ends it with status 1', async () => {
  const { stopped } = await start({ CRASH_AFTER_MS: '300' });
  expect(await stopped).toEqual({ exitCode: 1 });
});

test('SIGTERM lets a request under way end, and ends with status 0', async () => {
  const running = await start({ LATENCY_MS: '200' });
  const underWay = ask('/');
  await ask('/health'); // by now the other request has been read
  const end = running.stop();
  expect((await underWay).status).toBe(200);
  expect(await end).toEqual({ exitCode: 0 });
});

test('a switch that is no number is refused', async () => {
  await expect(start({ ERROR_RATE: 'often' })).rejects.toThrow(
    "ERROR_RATE must be a number of at least 0, got 'often'",
  );
});
