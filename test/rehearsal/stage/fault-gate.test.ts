import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from '../../../rehearsal/fault';
import { type FaultGate, openFaultGate } from '../../../rehearsal/stage/fault-gate';

let app: http.Server;
let gate: FaultGate;
let on = true;

beforeAll((done) => {
  app = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => response.setHeader('x-method', request.method ?? '').end(`echo ${body}`));
  });
  app.listen(0, '127.0.0.1', done);
});
afterAll((done) => {
  app.close(done);
  app.closeAllConnections();
});
afterEach(() => gate.close());

async function gateWith(fault: Fault) {
  on = true;
  const { port } = app.address() as AddressInfo;
  gate = await openFaultGate({ host: '127.0.0.1', port }, { fault, healthPath: '/health', isOn: () => on });
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${gate.address.port}${path}`, init);
}

describe('fault gate', () => {
  test('passes a request and its answer on as they are', async () => {
    const ask = await gateWith({});

    const answer = await ask('/orders?x=1', { method: 'POST', body: 'tea' });

    expect(answer.headers.get('x-method')).toBe('POST');
    expect(await answer.text()).toBe('echo tea');
  });

  test('answers everything but the health check with 500 when only that works', async () => {
    const ask = await gateWith({ onlyHealthWorks: true });
    expect((await ask('/')).status).toBe(500);
    expect((await ask('/health?deep=1')).status).toBe(200);
  });

  test('fails the health check when the candidate is never to be healthy', async () => {
    const ask = await gateWith({ neverHealthy: true });
    expect((await ask('/health')).status).toBe(503);
  });

  test.each([
    [0.5, 100],
    [0.03, 6],
    [1, 200],
  ])('fails a share of %p of the requests, evenly', async (errorShare, expected) => {
    const ask = await gateWith({ errorShare });

    const statuses = await Promise.all(Array.from({ length: 201 }, async () => (await ask('/')).status));

    // One more than 200, because sums of such shares may stay a little under the whole number.
    const failed = statuses.slice(0, errorShare === 1 ? 200 : 201).filter((status) => status === 500).length;
    expect(failed).toBe(expected);
  });

  test('fails users who ask for the path of the health check, and not the check itself', async () => {
    const ask = await gateWith({ errorShare: 1 });
    const check = { headers: { 'user-agent': 'ELB-HealthChecker/2.0' } };

    expect((await ask('/health')).status).toBe(500);
    expect((await ask('/health', check)).status).toBe(200);
  });

  test('does nothing while the fault is off', async () => {
    const ask = await gateWith({ onlyHealthWorks: true });
    on = false;
    expect((await ask('/')).status).toBe(200);
  });

  test('lets a request that is under way finish before it is closed', async () => {
    const ask = await gateWith({ latencyMs: 200 });
    const waiting = ask('/slow');
    await new Promise((resolve) => setTimeout(resolve, 50));

    await gate.close();

    expect((await waiting).status).toBe(200);
  });
});
