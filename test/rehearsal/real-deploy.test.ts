import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accepts } from '../../rehearsal/stage/free-port';
import { awsEnvironment, type Ended, type Running, cdk as runCdk, start } from '../fixtures/commands';
import { processesWith } from '../fixtures/processes';
import { synthesiseShop } from '../fixtures/shop';
import { steadyUser, versionAt } from '../fixtures/steady-user';

let directory: string;
let serve: Running;
let endpointUrl: string;
let shopper: ReturnType<typeof steadyUser> | undefined;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'real-deploy-'));
  // The last argument means nothing to the app; its processes are known by it.
  const live = `${process.execPath} ${path.resolve('dist/bin/example/server.js')} ${directory}`;
  serve = start('dist/bin/bluegreen.js', ['serve', '--port', '0', '--speed', '120', '--live', live], {});
  [, endpointUrl = ''] = await serve.said(/listens at (http:\S+\d)/);
});

afterAll(async () => {
  await shopper?.stop();
  serve.child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** `cdk deploy` of the shop with an environment. */
async function deploy(environment: Record<string, string>): Promise<Ended> {
  const assembly = path.join(directory, `cdk.out-${Object.values(environment)}`);
  synthesiseShop(assembly, { environment, canaryMinutes: 1, bakeMinutes: 1, approvalMinutes: 120 });
  const outputs = path.join(directory, 'outputs.json');
  const args = ['deploy', '--require-approval', 'never', '--outputs-file', outputs];
  return runCdk(args, { assembly, endpointUrl, home: directory });
}

function bluegreen(...args: string[]): Promise<Ended> {
  return start('dist/bin/bluegreen.js', args, awsEnvironment(endpointUrl)).ended;
}

/** @throws with all that the command said when its exit status is not 0 */
async function succeeded(command: Promise<Ended>): Promise<Ended> {
  const ended = await command;
  if (ended.status !== 0) throw new Error(`exit status ${ended.status}: ${ended.output}`);
  return ended;
}

/** The URL on this computer for the production URL that `cdk deploy` has told. */
async function productionUrl(): Promise<string> {
  const { Shop } = JSON.parse(readFileSync(path.join(directory, 'outputs.json'), 'utf8'));
  const { hostname, port } = new URL(Shop.ProductionUrl);
  const [, local = ''] = await serve.said(new RegExp(`http://${hostname}:${port || 80} is (http:\\S+)`, 'i'));
  return local;
}

async function phase(): Promise<string> {
  const { stdout } = await bluegreen('status', '--json');
  return JSON.parse(stdout).services[0].release.phase;
}

test('cdk deploy, a release by the CLI, and Ctrl-C', async () => {
  await succeeded(deploy({ GREETING: 'hello' }));
  const production = await productionUrl();
  expect(await versionAt(production)).toBe('1');

  const second = await succeeded(deploy({ GREETING: 'good evening' }));
  expect(second.output).toMatch(/UPDATE_COMPLETE +\| AWS::SSM::Parameter/);
  expect(second.output).not.toMatch(/\| AWS::ECS::Service /);
  expect(await versionAt(production)).toBe('1');

  shopper = steadyUser(production);
  const released = await succeeded(bluegreen('release', 'Orders', '--json'));
  expect(JSON.parse(released.stdout).version).toMatch(/shop:2$/);
  while (['preparing', 'testing'].includes(await phase()));
  expect(await phase()).toBe('waiting');
  expect(await versionAt(production)).toBe('1');

  await succeeded(bluegreen('promote', '--watch', '--interval', '0.2'));
  expect(await phase()).toBe('succeeded');
  expect(await versionAt(production)).toBe('2');
  expect(await shopper.stop()).toMatchObject({ failed: 0, versions: ['1', '2'] });

  serve.child.kill('SIGINT');
  expect(await serve.ended).toMatchObject({ status: 130 });
  const ports = [endpointUrl, production].map((url) => Number(new URL(url).port));
  expect(await Promise.all(ports.map((port) => accepts(port)))).toEqual([false, false]);
  expect(processesWith(directory)).toEqual([]);
});
