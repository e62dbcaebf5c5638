import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { type RehearseOptions, rehearse } from '../../rehearsal/rehearse';
import { start } from '../fixtures/commands';
import { processesWith } from '../fixtures/processes';
import { synthesiseShop } from '../fixtures/shop';

const SERVER = path.resolve('dist/bin/example/server.js');

let directory: string;
let shop: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'bad-input-'));
  shop = path.join(directory, 'shop');
  synthesiseShop(shop, { canaryMinutes: 1, bakeMinutes: 1 });
});

afterEach(() => expect(processesWith(directory)).toEqual([]));
afterAll(() => rmSync(directory, { recursive: true }));

/** Writes a program, and gives the command that runs it. */
function program(name: string, code: string): string {
  const file = path.join(directory, `${name}.js`);
  writeFileSync(file, code);
  return `${process.execPath} ${file}`;
}

describe('rehearse', () => {
  const run = (options: Partial<RehearseOptions>) =>
    rehearse({
      assembly: shop,
      scenario: 'good',
      speed: 200,
      rate: 20,
      // The last argument means nothing to the app; its processes are known by it.
      live: `${process.execPath} ${SERVER} ${directory}`,
      approve: 'auto',
      switches: {},
      onProgress: () => undefined,
      say: () => undefined,
      signal: new AbortController().signal,
      ...options,
    });

  test('of an app with two services names them when none is wanted, and deploys nothing', async () => {
    const assembly = path.join(directory, 'two');
    const app = new App({ outdir: assembly });
    const stack = new Stack(app, 'Two');
    for (const stringValue of ['Orders', 'Search']) {
      new ssm.StringParameter(stack, stringValue, { parameterName: `/cdk-blue-green/Two/${stringValue}`, stringValue });
    }
    app.synth();
    const said: string[] = [];

    await expect(run({ assembly, say: (line) => said.push(line) })).rejects.toThrow(
      'the app has 2 services; name one of them with --service: Two/Orders, Two/Search',
    );
    expect(said).toEqual([]);
  });

  test('of an app without a release names the stacks, and deploys nothing', async () => {
    const assembly = path.join(directory, 'plain');
    const app = new App({ outdir: assembly });
    new ssm.StringParameter(new Stack(app, 'Plain'), 'Greeting', { stringValue: 'hello' });
    app.synth();
    const said: string[] = [];

    await expect(run({ assembly, say: (line) => said.push(line) })).rejects.toThrow(
      `nothing can be released in '${assembly}' (stacks: Plain); give the app a BlueGreenEcsService`,
    );
    expect(said).toEqual([]);
  });

  test('of a directory that is not there says what to do', async () => {
    await expect(run({ assembly: '/not/there' })).rejects.toThrow(
      "there is no directory '/not/there'; run 'cdk synth' first, or name another with --assembly",
    );
  });

  test('of a template that cannot be read names the stack and the file', async () => {
    const assembly = path.join(directory, 'broken');
    cpSync(shop, assembly, { recursive: true });
    const template = path.join(assembly, 'Shop.template.json');
    writeFileSync(template, '{ "Resources": ');

    await expect(run({ assembly })).rejects.toThrow(`stack 'Shop' (${template})`);
  });

  test('of a service, a scenario or a switch that is not there lists those there are', async () => {
    await expect(run({ service: 'Payments' })).rejects.toThrow(
      "no service is called 'Payments'; there are: Shop/Orders",
    );
    await expect(run({ scenario: 'better' })).rejects.toThrow("there is no scenario 'better'; there are: good, errors");
    await expect(run({ switches: { 'ecs.colour': 'red' } })).rejects.toThrow("'ecs.colour'");
  });

  test('with a live command that ends at once gives its last lines, and does not try for ever', async () => {
    const live = program('no-database', "console.error('no database at db:5432'); process.exit(3);");

    await expect(run({ live })).rejects.toThrow(
      `live: '${live}' ended with exit code 3 before it accepted connections; its last lines: no database at db:5432`,
    );
  });

  test('with a live command that is no program says so', async () => {
    await expect(run({ live: 'no-such-program --port' })).rejects.toThrow(
      /^live: 'no-such-program --port' cannot be started: there is no program 'no-such-program'/,
    );
  });

  test('with a file that is not there gives the line that says it', async () => {
    const live = `${process.execPath} ${path.join(directory, 'nothing.js')}`;

    await expect(run({ live })).rejects.toThrow(/its last lines: .*Error: Cannot find module '.*nothing.js'/);
  });

  test('with a candidate command that ends at once gives its last lines', async () => {
    const candidate = program('typo', 'listen(process.env.PORT)');

    await expect(run({ candidate })).rejects.toThrow(
      /^candidate: '.*typo.js' ended with exit code 1 .*ReferenceError: listen is not defined/,
    );
  });

  test('ended while the live version hangs at its start leaves no process', async () => {
    const ctrlC = new AbortController();
    const reason = new Error('Ctrl-C');
    const live = program('hangs', 'setInterval(() => undefined, 1000)');

    const ended = expect(run({ live, signal: ctrlC.signal })).rejects.toBe(reason);
    while (processesWith(live).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    ctrlC.abort(reason);
    await ended;
  });
});

describe('the CLI', () => {
  const LIVE = `${process.execPath} ${SERVER}`;

  test('ends with 130 at Ctrl-C in the middle of a rehearsal, and leaves no process', async () => {
    const args = ['rehearse', '--assembly', shop, '--live', `${LIVE} ${directory}`];
    const { child, said, ended } = start('dist/bin/bluegreen.js', args, {});
    await said(/requests per second/);
    const running = processesWith(directory).length;

    child.kill('SIGINT');

    const { status, output } = await ended;
    expect(status).toBe(130);
    expect(output).not.toMatch(/^ +at /m);
    expect(running).toBeGreaterThan(2); // two tasks beside the CLI itself
    expect(processesWith(directory)).toEqual([]);
  });

  test('tells in one line of a live command that does not start, and ends with 2', async () => {
    const live = program('no-disk', "console.error('no disk'); process.exit(1);");
    const args = ['rehearse', '--assembly', shop, '--live', live];

    const { status, output } = await start('dist/bin/bluegreen.js', args, {}).ended;

    expect(status).toBe(2);
    expect(output.trim().split('\n').pop()).toBe(
      `bluegreen: live: '${live}' ended with exit code 1 before it accepted connections; its last lines: no disk`,
    );
  });
});
