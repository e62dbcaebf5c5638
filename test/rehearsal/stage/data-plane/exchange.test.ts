import http, { type IncomingMessage } from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { PlaneUnderTest } from '../../../fixtures/plane-under-test';

let stage: PlaneUnderTest;

beforeEach(() => {
  stage = new PlaneUnderTest();
});

afterEach(() => stage.close());

describe('a request', () => {
  test('reaches the target and comes back as the target answered', async () => {
    const blue = await stage.serving('b1', async (request, response) => {
      response.writeHead(201, 'Made', { 'x-app': 'yes', 'set-cookie': ['a=1', 'b=2'] });
      response.end(`${request.method} ${request.url} ${await text(request)}`);
    });
    await stage.leadsTo(blue);

    const response = await stage.send({ path: '/orders?page=2', method: 'POST', body: 'tea' });

    expect(response).toMatchObject({ statusCode: 201, statusMessage: 'Made' });
    expect(response.headers).toMatchObject({ 'x-app': 'yes', 'set-cookie': ['a=1', 'b=2'] });
    expect(await text(response)).toBe('POST /orders?page=2 tea');
    expect(await stage.observations(1)).toEqual([
      {
        listenerArn: 'production',
        groupArn: 'blue',
        targetId: 'b1',
        status: 201,
        targetStatus: 201,
        latencyMs: expect.any(Number),
        at: expect.any(Number),
      },
    ]);
    expect(stage.plane.inFlight('blue')).toBe(0);
  });

  test('carries the headers that ALB adds, and none of the connection', async () => {
    const blue = await stage.serving('b1', (request, response) => response.end(JSON.stringify(request.headers)));
    await stage.leadsTo(blue);

    const sent = {
      host: 'shop.example',
      'x-forwarded-for': '10.0.0.1',
      connection: 'x-hop',
      'x-hop': '1',
      te: 'trailers',
    };
    const received = JSON.parse((await stage.ask({ headers: sent })).body);

    expect(received).toMatchObject({
      host: 'shop.example',
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '80',
    });
    expect(received).not.toHaveProperty('x-hop');
    expect(received).not.toHaveProperty('te');
  });

  test('streams both ways: each side hears the other before the end', async () => {
    const blue = await stage.serving('b1', (request, response) => request.pipe(response));
    await stage.leadsTo(blue);

    const request = http.request({ port: stage.plane.portOf('production'), host: '127.0.0.1', method: 'POST' });
    request.write('first');
    const response = await new Promise<IncomingMessage>((resolve) => request.once('response', resolve));
    const first = await new Promise((resolve) => response.once('data', resolve));
    request.end('second');

    expect(String(first)).toBe('first');
    expect(await text(response)).toBe('second');
  });

  test('moves a large body without loss', async () => {
    const blue = await stage.serving('b1', (request, response) => request.pipe(response));
    await stage.leadsTo(blue);
    const body = 'x'.repeat(5_000_000);
    expect((await stage.ask({ method: 'PUT', body })).body).toHaveLength(body.length);
  });

  test('may be answered in the middle of its upload, and the connection goes on', async () => {
    const blue = await stage.serving('b1', (request, response) => {
      response.writeHead(request.method === 'PUT' ? 413 : 200).end();
    });
    await stage.leadsTo(blue);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const upload = { method: 'PUT', body: 'x'.repeat(3_000_000), agent };

    const statuses = [await stage.ask(upload), await stage.ask({ agent }), await stage.ask(upload)].map(
      ({ status }) => status,
    );
    agent.destroy();

    expect(statuses).toEqual([413, 200, 413]);
  });

  test.each(['HEAD', 'DELETE', 'OPTIONS'])('may be a %s', async (method) => {
    const blue = await stage.serving('b1', (request, response) => {
      response.writeHead(200, { 'x-method': request.method }).end();
    });
    await stage.leadsTo(blue);
    expect((await stage.ask({ method })).headers['x-method']).toBe(method);
  });
});

describe('somebody breaks off', () => {
  test('the client, before the answer: a 460, and the target is told', async () => {
    const told = new Promise<void>((resolve) => {
      void stage
        .serving('b1', (request) => {
          client.destroy();
          request.once('close', resolve);
        })
        .then(async (blue) => {
          await stage.leadsTo(blue);
          client.connect(stage.plane.portOf('production'), '127.0.0.1');
          client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
        });
    });
    const client = new net.Socket();

    await told;
    expect(await stage.observations(1)).toMatchObject([{ groupArn: 'blue', status: 460, elbStatus: 460 }]);
    expect(stage.plane.inFlight('blue')).toBe(0);
  });

  test('the client, in the middle of an upload: a 460', async () => {
    const blue = await stage.serving('b1', (request) => request.once('data', () => client.destroy()));
    await stage.leadsTo(blue);
    const client = net.connect(stage.plane.portOf('production'), '127.0.0.1');
    client.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nthe beginning');

    expect(await stage.observations(1)).toMatchObject([{ groupArn: 'blue', status: 460, elbStatus: 460 }]);
  });

  test('the client, in the middle of the answer', async () => {
    const blue = await stage.serving('b1', (_request, response) => response.write('the beginning'));
    await stage.leadsTo(blue);

    (await stage.send()).destroy();

    expect(await stage.observations(1)).toMatchObject([{ targetStatus: 200, brokenOffBy: 'client' }]);
  });

  test('the target, in the middle of the answer: the client learns it', async () => {
    const blue = await stage.serving('b1', (_request, response) => {
      response.write('the beginning');
      setImmediate(() => response.destroy());
    });
    await stage.leadsTo(blue);

    await expect(stage.send().then(text)).rejects.toThrow();
    expect(await stage.observations(1)).toMatchObject([{ targetStatus: 200, brokenOffBy: 'target' }]);
  });
});
