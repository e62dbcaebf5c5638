import http, { type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DataPlane } from '../../../../rehearsal/stage/data-plane/data-plane';
import type { Observation } from '../../../../rehearsal/stage/data-plane/observation';
import { type Backend, backend } from '../../../fixtures/backend';
import { group, listener, split, table } from '../../../fixtures/routing-table';

let plane: DataPlane;
let seen: Observation[];
let app: Backend;

beforeEach(async () => {
  seen = [];
  plane = new DataPlane({ onObservation: (observation) => seen.push(observation) });
  app = await backend('b1', (_request, response) => response.writeHead(426, { 'x-app': 'no' }).end('no sockets here'));
});

afterEach(async () => {
  await plane.close();
  await app.close();
});

/** An app that shouts back whatever the socket says. */
function shouting(): void {
  app.server.on('upgrade', (request, socket: Duplex) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Path: ${request.url}\r\n\r\n`,
    );
    socket.on('data', (data) => socket.write(String(data).toUpperCase()));
    socket.on('end', () => socket.end());
    socket.on('error', () => socket.destroy());
  });
}

type Answer = { readonly answer: IncomingMessage; readonly socket?: Duplex };

async function upgrade(targets = [app.target()]): Promise<Answer> {
  await plane.updateTable(table([listener(split(1, 0))], [group('blue', targets)]));
  return new Promise((resolve, reject) => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' };
    const request = http.request({ port: plane.portOf('production'), host: '127.0.0.1', path: '/chat', headers });
    request.once('upgrade', (answer, socket) => resolve({ answer, socket }));
    request.once('response', (answer) => resolve({ answer }));
    request.once('error', reject);
    request.end();
  });
}

function next(socket: Duplex | undefined): Promise<string> {
  return new Promise((resolve) => socket?.once('data', (data) => resolve(String(data))));
}

test('a WebSocket passes through', async () => {
  shouting();

  const { answer, socket } = await upgrade();
  const reply = next(socket);
  socket?.write('hello');

  expect(answer).toMatchObject({ statusCode: 101, headers: { upgrade: 'websocket', 'x-path': '/chat' } });
  expect(await reply).toBe('HELLO');
  expect(seen).toMatchObject([{ groupArn: 'blue', targetId: 'b1', status: 101, targetStatus: 101 }]);
  socket?.destroy();
});

test('a WebSocket stays while the table moves on', async () => {
  shouting();
  const { socket } = await upgrade();

  await plane.updateTable(table([listener(split(0, 1))], [group('blue', [app.target('draining')])]));
  const reply = next(socket);
  socket?.write('still there');

  expect(await reply).toBe('STILL THERE');
  socket?.destroy();
});

test('close() ends a WebSocket', async () => {
  shouting();
  const { socket } = await upgrade();
  const closed = new Promise((resolve) => socket?.once('close', resolve));
  socket?.on('error', () => undefined);

  await plane.close();

  await closed;
  expect(socket?.destroyed).toBe(true);
});

test('a target that declines is passed on as it answers', async () => {
  const { answer } = await upgrade();

  expect(answer).toMatchObject({ statusCode: 426, headers: { 'x-app': 'no' } });
  expect(await text(answer)).toBe('no sockets here');
});

test('502 when the target cannot be reached, 503 when there is none', async () => {
  await app.close();
  const unreachable = await upgrade();
  const none = await upgrade([]);

  expect([unreachable.answer.statusCode, none.answer.statusCode]).toEqual([502, 503]);
  expect(seen).toMatchObject([{ elbStatus: 502, connectionError: 'ECONNREFUSED' }, { elbStatus: 503 }]);
});
