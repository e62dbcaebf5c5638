import http, { type RequestListener } from 'node:http';
import net from 'node:net';
import type { RoutingTable } from '../../../../rehearsal/stage/data-plane/routing-table';
import type { Backend } from '../../../fixtures/backend';
import { PlaneUnderTest } from '../../../fixtures/plane-under-test';
import { group, listener, split, table, target } from '../../../fixtures/routing-table';

let stage: PlaneUnderTest;

beforeEach(() => {
  stage = new PlaneUnderTest();
});

afterEach(() => stage.close());

describe('a new table', () => {
  /** Blue and green, of which blue answers when it is told to. */
  async function blueAndGreen(): Promise<{
    blue: Backend;
    green: Backend;
    answerBlue: () => void;
    asked: Promise<void>;
  }> {
    let answerBlue: () => void = () => undefined;
    let tell: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const blue = await stage.serving('b1', (_request, response) => {
      answerBlue = () => void response.end('blue');
      tell();
    });
    const green = await stage.serving('g1', (_request, response) => response.end('green'));
    return { blue, green, answerBlue: () => answerBlue(), asked };
  }

  test.each([
    ['drains', (blue: Backend) => [blue.target('draining')]],
    ['is gone', () => []],
  ])('lets a request under way end though its target %s', async (_name, left) => {
    const { blue, green, answerBlue, asked } = await blueAndGreen();
    const groups = (blues: ReturnType<typeof left>) => [group('blue', blues), group('green', [green.target()])];
    await stage.plane.updateTable(table([listener(split(1, 0))], groups([blue.target()])));

    const underWay = stage.ask();
    await asked;
    await stage.plane.updateTable(table([listener(split(0, 1))], groups(left(blue))));
    const next = await stage.ask();
    const before = stage.plane.inFlight('blue', 'b1');
    answerBlue();

    expect(next.body).toBe('green');
    expect(before).toBe(1);
    expect(await underWay).toMatchObject({ status: 200, body: 'blue' });
    await stage.observations(2);
    expect(stage.plane.inFlight('blue', 'b1')).toBe(0);
  });

  test('holds as soon as the call returns, on connections that are there already', async () => {
    const { green } = await blueAndGreen();
    const groups = [group('blue', []), group('green', [green.target()])];
    await stage.plane.updateTable(table([listener(split(1, 0))], groups));
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const first = await stage.ask({ agent });

    void stage.plane.updateTable(table([listener(split(0, 1))], groups));
    const second = await stage.ask({ agent });
    agent.destroy();

    expect([first.status, second.status]).toEqual([503, 200]);
  });

  test('loses no request while the weights flip under load', async () => {
    const blue = await stage.serving('b1', (_request, response) => response.end('blue'));
    const green = await stage.serving('g1', (_request, response) => response.end('green'));
    const weighted = (share: number): RoutingTable =>
      table([listener(split(100 - share, share))], [group('blue', [blue.target()]), group('green', [green.target()])]);
    await stage.plane.updateTable(weighted(0));
    const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });

    const answers: { status: number; body: string }[] = [];
    for (let share = 0; share <= 100; share += 5) {
      const batch = Array.from({ length: 20 }, () => stage.ask({ agent }));
      void stage.plane.updateTable(weighted(share));
      answers.push(...(await Promise.all(batch)));
    }
    const last = await Promise.all(Array.from({ length: 20 }, () => stage.ask({ agent })));
    agent.destroy();

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(['blue', 'green']));
    expect(new Set(last.map(({ body }) => body))).toEqual(new Set(['green']));
    expect(stage.seen).toHaveLength(answers.length + last.length);
  });

  test('opens and closes ports', async () => {
    const blue = await stage.serving('b1', (_request, response) => response.end('blue'));
    const groups = [group('blue', [blue.target()])];
    const test = listener(split(1, 0), { listenerArn: 'test', port: 8080 });
    await stage.plane.updateTable(table([listener(split(1, 0)), test], groups));
    const testPort = stage.plane.portOf('test');
    const answered = await stage.ask({ arn: 'test' });
    await stage.plane.updateTable(table([listener(split(1, 0))], groups));

    expect(answered.status).toBe(200);
    expect(() => stage.plane.portOf('test')).toThrow("listener 'test' has no open port");
    await expect(connect(testPort)).rejects.toThrow('ECONNREFUSED');
    expect((await stage.ask()).status).toBe(200);
  });
});

test('stickiness cookies keep a client on its group and target', async () => {
  const answering =
    (name: string): RequestListener =>
    (_request, response) =>
      response.end(name);
  const [blue, first, second] = [
    await stage.serving('b1', answering('b1')),
    await stage.serving('g1', answering('g1')),
    await stage.serving('g2', answering('g2')),
  ];
  const stickiness = { enabled: true, durationSeconds: 60 };
  const greens = group('green', [first.target(), second.target()], { targetStickiness: stickiness });
  const sticky = split(50, 50, { groupStickiness: stickiness });
  await stage.plane.updateTable(table([listener(sticky)], [group('blue', [blue.target()]), greens]));

  let got = await stage.ask();
  while (got.body === 'b1') got = await stage.ask();
  const cookies = got.headers['set-cookie'] ?? [];
  const cookie = cookies.map((header) => header.split(';')[0]).join('; ');
  const again = await Promise.all(Array.from({ length: 20 }, () => stage.ask({ headers: { cookie } })));

  expect(cookies.map((header) => header.split('=')[0])).toEqual(['AWSALBTG', 'AWSALBTGCORS', 'AWSALB', 'AWSALBCORS']);
  expect(new Set(again.map(({ body }) => body))).toEqual(new Set([got.body]));
});

test('a port in use is an error that names it; the other listeners work', async () => {
  const blue = await stage.serving('b1', (_request, response) => response.end('blue'));
  const taken = listener(split(1, 0), { listenerArn: 'taken', localPort: blue.port });
  const groups = [group('blue', [blue.target()])];

  await expect(stage.plane.updateTable(table([taken, listener(split(1, 0))], groups))).rejects.toThrow(
    `port ${blue.port} on 127.0.0.1, for listener port 80, is in use by another program; end that program`,
  );
  expect((await stage.ask()).status).toBe(200);
});

test('close() ends requests under way, and frees the ports', async () => {
  let asked: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  await stage.leadsTo(await stage.serving('b1', () => asked()));
  const port = stage.plane.portOf('production');
  const underWay = stage.ask().catch((error: Error) => error.message);
  await reached;

  await stage.plane.close();

  expect(await underWay).toBe('socket hang up');
  await expect(connect(port)).rejects.toThrow('ECONNREFUSED');
  await expect(stage.plane.updateTable(table([], []))).rejects.toThrow('the data plane is closed');
});

test('a target that is unknown to the table is nowhere', async () => {
  await stage.plane.updateTable(table([listener(split(1, 0))], [group('green', [target('g1')])]));
  expect((await stage.ask()).status).toBe(503);
});

function connect(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
