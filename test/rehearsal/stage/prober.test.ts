import type { RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeAuthority, makeLeaf } from '../../../rehearsal/stage/data-plane/certificate';
import { HttpProber } from '../../../rehearsal/stage/prober';
import { type Backend, backend } from '../../fixtures/backend';

let app: Backend | undefined;

afterEach(() => app?.close());

async function probe(listener: RequestListener, { closed = false, timeoutMs = 5000 } = {}) {
  app = await backend('b1', listener);
  const { port } = app;
  if (closed) await app.close();
  const prober = new HttpProber({ minimumTimeoutMs: 50 });
  return prober.probe({ target: { host: '127.0.0.1', port }, protocol: 'HTTP', path: '/health', timeoutMs });
}

test('gives the status, follows no redirect, and says who asks', async () => {
  const result = await probe((request, response) => {
    const known = request.url === '/health' && request.headers['user-agent'] === 'ELB-HealthChecker/2.0';
    response.writeHead(known ? 302 : 500, { location: '/' }).end();
  });
  expect(result).toEqual({ status: 302 });
});

test('gives the status as soon as it is known', async () => {
  expect(await probe((_request, response) => response.writeHead(200).write('and no end'))).toEqual({ status: 200 });
});

test.each([
  ['refused', undefined, { closed: true }],
  ['timeout', undefined, { timeoutMs: 1 }],
  ['reset', 'destroy', {}],
] as const)('says %s', async (error, act, options) => {
  expect(await probe((request) => act && request.socket[act](), options)).toEqual({ error });
});

test('speaks HTTPS to a target whose certificate nobody would trust, as ALB does', async () => {
  app = undefined;
  const server = https.createServer(await makeLeaf(await makeAuthority(), ['other.example']), (_request, response) =>
    response.writeHead(204).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const result = await new HttpProber().probe({
    target: { host: '127.0.0.1', port },
    protocol: 'HTTPS',
    path: '/health',
    timeoutMs: 5000,
  });
  server.close();

  expect(result).toEqual({ status: 204 });
});
