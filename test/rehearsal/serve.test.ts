import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployAssembly } from '../../rehearsal/deploy-assembly';
import { type ServeOptions, serve } from '../../rehearsal/serve';
import { accepts } from '../../rehearsal/stage/free-port';
import { readAssembly } from '../../rehearsal/template/assembly';
import { openWorld } from '../../rehearsal/world';
import { processesWith } from '../fixtures/processes';
import { synthesiseShop } from '../fixtures/shop';

const SERVER = path.resolve('dist/bin/example/server.js');

let directory: string;
let shop: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'serve-'));
  shop = path.join(directory, 'shop');
  synthesiseShop(shop, { canaryMinutes: 1, bakeMinutes: 1 });
});

afterEach(() => expect(processesWith(directory)).toEqual([]));
afterAll(() => rmSync(directory, { recursive: true }));

describe('serve', () => {
  let other: Server | undefined;

  afterEach(() => new Promise((resolve) => (other ? other.close(resolve) : resolve(undefined))));

  /** A port that another program has. */
  function takenPort(): Promise<number> {
    const server = createServer();
    other = server;
    return new Promise((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
  }

  const run = (options: Partial<ServeOptions>) =>
    serve({
      port: 0,
      live: SERVER,
      speed: 100,
      switches: {},
      say: () => undefined,
      signal: new AbortController().signal,
      ...options,
    });

  test('on a port in use names it', async () => {
    const port = await takenPort();

    await expect(run({ port })).rejects.toThrow(`port ${port} is in use`);
  });

  test('ends with its signal, and frees its port', async () => {
    const ctrlC = new AbortController();
    const said: string[] = [];
    const say = (line: string) => {
      said.push(line);
      if (line.includes('Ctrl-C')) ctrlC.abort();
    };

    await run({ say, signal: ctrlC.signal });

    const port = Number(/listens at http:\/\/127\.0\.0\.1:(\d+)/.exec(said.join('\n'))?.[1]);
    expect(port).toBeGreaterThan(0);
    expect(await accepts(port)).toBe(false);
  });

  test('gives a listener another port when its own is taken, and says so', async () => {
    const taken = await takenPort();
    const errors: string[] = [];
    const world = await openWorld({
      speed: 500,
      endpointPort: 0,
      localPort: ({ port }) => (port === 80 ? taken : undefined),
      programOf: () => ({
        name: 'live',
        command: `${process.execPath} ${SERVER} ${directory}`,
        environment: {},
        fault: {},
        healthPath: '/health',
        isFaultOn: () => false,
      }),
      onError: ({ message }) => errors.push(message),
    });
    try {
      await deployAssembly(world.aws, readAssembly(shop, world.aws.cloud), () => undefined);
      const production = world.aws.elbv2.routingTable().listeners.find(({ port }) => port === 80);
      const port = await world.loadBalancing.portOf(production?.listenerArn ?? '');

      expect(errors).toEqual([expect.stringContaining(`port ${taken} on 127.0.0.1, for listener port 80, is in use`)]);
      expect(port).not.toBe(taken);
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    } finally {
      await world.close();
    }
  });
});
