import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { accepts, freePort } from '../../../rehearsal/stage/free-port';
import { type AppProcess, type ProcessOptions, startProcess } from '../../../rehearsal/stage/processes';

let folder: string;
const started: AppProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'));
});

afterEach(() => Promise.all(started.splice(0).map((app) => app.stop())));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a program of the given code. */
async function start(code: string, options: Partial<ProcessOptions> = {}): Promise<AppProcess> {
  const file = join(folder, `${Math.random()}.cjs`);
  writeFileSync(file, code);
  const app = await startProcess({ name: 'candidate', command: `node ${file}`, ...options });
  started.push(app);
  return app;
}

const LISTEN =
  "const server = require('node:http').createServer((q, r) => r.end(process.env.GREETING)).listen(process.env.PORT);";

async function body(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/`)).text();
}

test('a process gets its port and variables, and is ready when it accepts', async () => {
  const app = await start(`setTimeout(() => { ${LISTEN} }, 200);`, { environment: { GREETING: 'hello' } });
  expect(await body(app.port)).toBe('hello');
});

test('a process may be started through a shell, and none of it is left', async () => {
  const app = await start('', { command: `true && node -e "${LISTEN.replaceAll('"', "'")}"` });
  expect(await accepts(app.port)).toBe(true);
  await app.stop();
  expect(await accepts(app.port)).toBe(false);
});

test('stop() asks first, and says how it ended', async () => {
  const app = await start(`process.on('SIGTERM', () => { console.log('bye'); process.exit(7); }); ${LISTEN}`);
  expect(await app.stop()).toEqual({ exitCode: 7 });
  expect(await app.stop()).toEqual({ exitCode: 7 });
  expect(app.output()).toEqual(['bye']);
});

test('stop() kills a process that will not end', async () => {
  const app = await start(`${LISTEN} process.on('SIGTERM', () => {});`, { stopTimeoutMs: 50 });
  expect(await app.stop()).toEqual({ signal: 'SIGKILL' });
});

test('what a process started itself ends with it', async () => {
  const child = 'process.on("SIGTERM", () => {}); require("node:http").createServer().listen(process.env.OTHER)';
  const other = await freePort();
  const app = await start(
    `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]);
     const wait = setInterval(() => require('node:net').connect(process.env.OTHER).on('error', () => {}).on('connect', () => {
       clearInterval(wait);
       ${LISTEN}
     }), 20);`,
    { environment: { OTHER: String(other) } },
  );
  expect(await accepts(other)).toBe(true);
  await app.stop();
  expect(await accepts(other)).toBe(false);
});

test('a crash is told, with the last lines kept', async () => {
  const app = await start(`${LISTEN} server.once('connection', () => { console.error('boom'); process.exit(3); });`);
  await accepts(app.port);
  expect(await app.stopped).toEqual({ exitCode: 3 });
  expect(app.output()).toEqual(['boom']);
});

describe('a start fails when', () => {
  test('the program is unknown', async () => {
    const message = "candidate: 'no-such-program --x' cannot be started: there is no program 'no-such-program'";
    await expect(start('', { command: 'no-such-program --x' })).rejects.toThrow(message);
  });

  test('the process ends: the error has the command, the exit code and the last lines', async () => {
    await expect(start("console.error('one'); console.error('no database'); process.exit(4)")).rejects.toThrow(
      /^candidate: 'node .*' ended with exit code 4 before it accepted connections; its last lines: one \| no database$/,
    );
  });

  test('the process never listens; it is killed then', async () => {
    const late = start('setInterval(() => {}, 1000); console.log(process.pid)', { readyTimeoutMs: 400 });
    const error = await late.then(
      () => new Error('started'),
      (reason: Error) => reason,
    );
    expect(error.message).toMatch(
      /does not accept connections on 127\.0\.0\.1:\d+ after 400 ms; it must listen on the port/,
    );
    const pid = Number(/last lines: (\d+)/.exec(error.message)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('it is given up', async () => {
    const giveUp = new AbortController();
    const starting = start('setInterval(() => {}, 1000)', { signal: giveUp.signal });
    giveUp.abort();
    await expect(starting).rejects.toThrow('candidate: stopped before it accepted connections');
  });

  test('its port is in use', async () => {
    const { port } = await start(LISTEN);
    await expect(start(LISTEN, { port })).rejects.toThrow(`port ${port} is in use by another program`);
  });
});

describe('when the program that started it', () => {
  const running: ChildProcess[] = [];
  afterEach(() => running.splice(0).map((one) => one.kill('SIGKILL')));

  /** A program that starts an app and tells its port; it has no clean-up of its own. */
  async function program(): Promise<{ child: ChildProcess; port: number }> {
    const [entry, outfile, app] = ['entry.ts', 'program.cjs', 'app.cjs'].map((name) => join(folder, name));
    writeFileSync(app ?? '', `${LISTEN} process.on('SIGINT', () => {}); process.on('SIGTERM', () => {});`);
    writeFileSync(
      entry ?? '',
      `import { startProcess } from ${JSON.stringify(join(__dirname, '../../../rehearsal/stage/processes'))};
       startProcess({ name: 'app', command: ${JSON.stringify(`node ${app}`)} }).then(({ port }) => console.log(port));`,
    );
    buildSync({ entryPoints: [entry ?? ''], outfile, bundle: true, platform: 'node', logLevel: 'error' });
    const child = spawn(process.execPath, [outfile ?? ''], { stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(child);
    const port = await new Promise<string>((resolve) => {
      if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
    });
    return { child, port: Number(port) };
  }

  async function untilGone(port: number): Promise<void> {
    while (await accepts(port)) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('gets a %s, it ends too', async (signal) => {
    const { child, port } = await program();
    expect(await accepts(port)).toBe(true);

    child.kill(signal);

    await untilGone(port); // never, when it is left behind: the test's own time-out fails it
    expect(await accepts(port)).toBe(false);
  });
});
