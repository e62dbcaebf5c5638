import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { DnsClients } from '../../../../rehearsal/stage/dns/clients';
import { openDnsFront } from '../../../../rehearsal/stage/dns/front';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server that answers its name and what it was sent. */
async function server(name: string) {
  const made = http.createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    response.setHeader('x-version', name);
    response.end(`${request.method} ${request.url} ${request.headers.host} ${body}`);
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => made.close(resolve)));
  made.closeIdleConnections();
  return { host: '127.0.0.1', port: (made.address() as AddressInfo).port };
}

async function front(record: () => string | undefined) {
  const places = new Map([
    ['blue.elb:80', await server('blue')],
    ['green.elb:80', await server('green')],
  ]);
  const arrived: string[] = [];
  const authority = () => {
    const setIdentifier = record();
    const values = setIdentifier ? [`${setIdentifier}.elb`] : [];
    return { code: 'NOERROR' as const, values, ttlSeconds: 0, setIdentifier };
  };
  const made = await openDnsFront({
    clients: new DnsClients({ authority, random: Math.random, stragglerShare: 0 }),
    now: () => 0,
    port: 80,
    protocol: 'http',
    locate: ({ host, port }) => places.get(`${host}:${port}`),
    onRequest: (_at, answer, ok) => arrived.push(`${answer.setIdentifier} ${ok}`),
  });
  open.unshift(() => made.close());
  return { url: made.url, arrived };
}

test('each request goes where the answer leads, as it was sent', async () => {
  let record = 'blue';
  const { url, arrived } = await front(() => record);

  const first = await fetch(`${url}/orders?a=1`, { method: 'POST', body: 'text' });
  const text = await first.text();
  record = 'green';
  const second = await fetch(`${url}/`);
  await second.text();

  expect([first.headers.get('x-version'), second.headers.get('x-version')]).toEqual(['blue', 'green']);
  expect(text).toBe(`POST /orders?a=1 ${new URL(url).host} text`);
  expect(arrived).toEqual(['blue true', 'green true']);
});

test.each([undefined, 'nowhere'])('a request of a user with the answer %s is lost', async (record) => {
  const { url, arrived } = await front(() => record);

  await expect(fetch(url)).rejects.toThrow();

  expect(arrived).toEqual([`${record} false`]);
});
