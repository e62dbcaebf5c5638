import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpEndpointChecker } from '../../../../rehearsal/stage/dns/endpoint-checker';

let server: http.Server;
let local: { host: string; port: number };

beforeAll(async () => {
  server = http.createServer((request, response) => {
    response.statusCode = request.url === '/moved' ? 301 : request.url === '/broken' ? 500 : 200;
    response.end(`${request.headers.host} is well`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  local = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each([
  ['200', { path: '/' }, true, 'Success: HTTP Status Code 200, OK'],
  ['a redirect', { path: '/moved' }, true, 'Success: HTTP Status Code 301, Moved Permanently'],
  ['500', { path: '/broken' }, false, 'Failure: HTTP Status Code 500, Internal Server Error'],
  ['the text', { search: 'blue.example.com is well' }, true, 'Success: HTTP Status Code 200, OK'],
  ['another text', { search: 'green' }, false, 'Failure: The search string was not found'],
  ['a connection', { protocol: 'TCP' as const }, true, 'Success: TCP connection established'],
  ['a port that nobody has', { port: 1 }, false, 'Failure: Connection refused'],
  ['a connection to it', { port: 1, protocol: 'TCP' as const }, false, 'Failure: Connection refused'],
  ['a name that leads nowhere', { host: 'none' }, false, 'Failure: DNS resolution failed: No such host'],
])('%s', async (_what, more, passed, status) => {
  const checker = new HttpEndpointChecker({
    locate: ({ host, port }) => (host === 'none' ? undefined : port === 1 ? { host: '127.0.0.1', port: 1 } : local),
  });

  const finding = await checker.check({
    protocol: 'HTTP',
    host: 'blue.example.com',
    port: 80,
    path: '/',
    timeoutMs: 4_000,
    ...more,
  });

  expect(finding).toEqual({ passed, status });
});
