import type { RequestListener } from 'node:http';
import { type Load, type LoadOptions, type LoadReport, startLoad } from '../../../rehearsal/stage/load';
import { type Backend, backend } from '../../fixtures/backend';

let app: Backend;
let load: Load | undefined;

afterEach(async () => {
  await load?.stop();
  await app.close();
});

/** Runs a load against an app until `enough` says so, and gives its total. */
async function run(
  listener: RequestListener,
  enough: (reports: LoadReport[]) => boolean,
  overrides: Partial<LoadOptions> = {},
): Promise<{ total: LoadReport; reports: LoadReport[] }> {
  app = await backend('b1', listener);
  const reports: LoadReport[] = [];
  await new Promise<void>((resolve) => {
    load = startLoad({
      urls: [`http://127.0.0.1:${app.port}/`],
      requestsPerSecond: 100,
      intervalSeconds: 0.1,
      onInterval: (report) => {
        reports.push(report);
        if (enough(reports)) resolve();
      },
      ...overrides,
    });
  });
  if (!load) throw new Error('no load');
  return { total: await load.stop(), reports };
}

const sum = (reports: LoadReport[], part: (report: LoadReport) => number) =>
  reports.reduce((all, report) => all + part(report), 0);

test('counts what came back, by status and version, and loses nothing when stopped', async () => {
  let served = 0;
  let brokenOff = 0;
  const { total, reports } = await run(
    (request, response) => {
      served += 1;
      request.once('close', () => {
        if (!response.writableFinished) brokenOff += 1;
      });
      response.writeHead(served % 4 === 0 ? 500 : 200, { 'x-version': served % 2 ? 'one' : 'two' }).end('hello');
    },
    (all) => sum(all, ({ requests }) => requests) >= 100,
  );

  expect(total.requests).toBe(served);
  expect(brokenOff).toBe(0);
  expect(total.byStatus).toEqual({ 200: served - Math.floor(served / 4), 500: Math.floor(served / 4) });
  expect([total.non2xx, total.serverErrors]).toEqual([Math.floor(served / 4), Math.floor(served / 4)]);
  expect(total.byVersion.one).toEqual({ requests: Math.ceil(served / 2), serverErrors: 0 });
  expect(total.byVersion.two).toEqual({ requests: Math.floor(served / 2), serverErrors: Math.floor(served / 4) });
  expect([total.connectionErrors, total.timeouts]).toEqual([0, 0]);
  expect(total.latency.p50).toBeGreaterThan(0);
  expect(total.latency.p99).toBeLessThanOrEqual(total.latency.max);
  expect(sum(reports, ({ requests }) => requests)).toBeLessThanOrEqual(total.requests);
});

test('sends method, headers and body', async () => {
  const seen = new Set<string>();
  await run(
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.add(`${request.method} ${request.headers['x-client']} ${body}`);
      response.end();
    },
    (all) => sum(all, ({ requests }) => requests) >= 5,
    { method: 'POST', headers: { 'x-client': 'load' }, body: '{"a":1}' },
  );
  expect([...seen]).toEqual(['POST load {"a":1}']);
});

test('a connection closed without an answer, before or in the middle of it, is an error; the next answers count again', async () => {
  let served = 0;
  const { total } = await run(
    (request, response) => {
      served += 1;
      if (served === 10) request.socket.destroy();
      else if (served === 20)
        response.writeHead(200, { 'content-length': 100 }).write('the beginning', () => response.destroy());
      else if (served === 30) request.socket.end();
      else response.end('hello');
    },
    (all) => sum(all, ({ requests }) => requests) >= 60,
  );
  expect(total.connectionErrors).toBe(3);
  expect(total.requests + total.connectionErrors).toBe(served);
  expect(total.byStatus).toEqual({ 200: total.requests });
});

test('a request without an answer in time is a time-out', async () => {
  let served = 0;
  const { total } = await run(
    (_request, response) => {
      served += 1;
      if (served !== 5) response.end();
    },
    (all) => sum(all, ({ timeouts }) => timeouts) >= 1,
    { timeoutSeconds: 1.5 },
  );
  expect(total.timeouts).toBe(1);
  expect(total.connectionErrors).toBe(0);
});

test('refused connections are errors, at the rate asked for', async () => {
  app = await backend('b1', () => undefined);
  await app.close();
  const reports: LoadReport[] = [];
  await new Promise<void>((resolve) => {
    load = startLoad({
      urls: [`http://127.0.0.1:${app.port}/`],
      requestsPerSecond: 20,
      onInterval: (report) => (reports.push(report) >= 2 ? resolve() : undefined),
    });
  });
  const total = await load?.stop();
  expect(total?.requests).toBe(0);
  expect(total?.connectionErrors).toBeGreaterThan(10);
  expect(total?.connectionErrors).toBeLessThanOrEqual(80);
});

test.each([
  [{ urls: [] }, "'urls' is empty"],
  [{ requestsPerSecond: 0 }, "'requestsPerSecond' must be a whole number of at least 1, got 0"],
  [{ requestsPerSecond: 1.5 }, "'requestsPerSecond' must be a whole number of at least 1, got 1.5"],
])('%p is refused', async (wrong, message) => {
  app = await backend('b1', () => undefined);
  expect(() => startLoad({ urls: ['http://127.0.0.1/'], requestsPerSecond: 1, ...wrong })).toThrow(message);
});
