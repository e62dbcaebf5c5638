import net from 'node:net';
import { text } from 'node:stream/consumers';
import { PlaneUnderTest } from '../../../fixtures/plane-under-test';
import { group, listener, split, table } from '../../../fixtures/routing-table';

let stage: PlaneUnderTest;

beforeEach(() => {
  stage = new PlaneUnderTest();
});

afterEach(() => stage.close());

describe('the load balancer answers itself', () => {
  test('503 when the group is empty, which is in no RequestCount', async () => {
    await stage.plane.updateTable(table([listener(split(1, 0))], [group('blue', [])]));

    const { status, headers } = await stage.ask();

    expect([status, headers.server]).toEqual([503, 'awselb/2.0']);
    const [observation] = await stage.observations(1);
    expect(observation).toMatchObject({ status: 503, elbStatus: 503, emptyGroupArn: 'blue' });
    expect(observation).not.toHaveProperty('groupArn');
  });

  test('502 when the target refuses the connection', async () => {
    const blue = await stage.serving('b1', () => undefined);
    await stage.leadsTo(blue);
    await blue.close();

    expect((await stage.ask()).status).toBe(502);
    expect(await stage.observations(1)).toMatchObject([
      { groupArn: 'blue', elbStatus: 502, connectionError: 'ECONNREFUSED' },
    ]);
  });

  test('502 when the target hangs up before it answers', async () => {
    const blue = await stage.serving('b1', (request) => request.socket.destroy());
    await stage.leadsTo(blue);

    expect((await stage.ask()).status).toBe(502);
    const [observation] = await stage.observations(1);
    expect(observation).toMatchObject({ groupArn: 'blue', elbStatus: 502 });
    expect(observation).not.toHaveProperty('connectionError');
  });

  test('502 when the target hangs up in the middle of an upload', async () => {
    const blue = await stage.serving('b1', (request) => request.once('data', () => request.socket.destroy()));
    await stage.leadsTo(blue);
    expect((await stage.ask({ method: 'POST', body: 'x'.repeat(3_000_000) })).status).toBe(502);
  });

  test('504 when the target is silent for the idle time-out', async () => {
    const blue = await stage.serving('b1', () => undefined);
    await stage.leadsTo(blue, { idleTimeoutSeconds: 0.05 });

    expect((await stage.ask()).status).toBe(504);
    expect(await stage.observations(1)).toMatchObject([{ groupArn: 'blue', status: 504, elbStatus: 504 }]);
  });

  test('400 when the request is none', async () => {
    await stage.plane.updateTable(table([listener(split(1, 0))], [group('blue', [])]));
    const socket = net.connect(stage.plane.portOf('production'), '127.0.0.1');
    socket.end('this is no request\r\n\r\n');

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await stage.observations(1)).toMatchObject([{ elbStatus: 400 }]);
  });

  test('with a fixed response', async () => {
    const action = { kind: 'fixed-response', statusCode: 404, contentType: 'application/json', body: '{}' } as const;
    await stage.plane.updateTable(table([listener(action)], []));
    expect(await stage.ask()).toMatchObject({
      status: 404,
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
  });

  test('with a redirect, to the local port for a client that came by a local port', async () => {
    const redirect = { kind: 'redirect', statusCode: 301, protocol: 'HTTPS', port: '443' } as const;
    const secure = listener(split(1, 0), { listenerArn: 'secure', port: 443, protocol: 'HTTPS' });
    await stage.plane.updateTable(table([listener(redirect), secure], []));

    const cloud = await stage.ask({ path: '/a', headers: { host: 'shop.example' } });
    const local = await stage.ask({ path: '/a', headers: { host: `localhost:${stage.plane.portOf('production')}` } });

    expect(cloud.headers.location).toBe('https://shop.example:443/a');
    expect(local.headers.location).toBe(`https://localhost:${stage.plane.portOf('secure')}/a`);
  });
});
