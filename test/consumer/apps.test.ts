import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describeWithPython } from '../fixtures/python';
import { BARE_ENVIRONMENT } from './bare-environment';
import { run } from './command';
import { makeDirectory, pack } from './packed';
import { synthesisePythonApp } from './python-app';
import { compileReadmeExample, installInto, synthesise } from './typescript-app';
import { CUT, runWithoutNetwork } from './without-network';

/** The package as a user gets it, with the newest CDK. */
describe('the packed package', () => {
  const { directory, remove } = makeDirectory();
  let python: Promise<void> | undefined;

  beforeAll(async () => {
    if (describeWithPython === describe) python = synthesisePythonApp(directory);
    python?.catch(() => undefined); // the test in Python tells it
    const { filename } = await pack(directory);
    await installInto(directory, path.join(directory, filename));
    await compileReadmeExample(directory);
    await synthesise(directory);
  });

  afterAll(async () => {
    await python?.catch(() => undefined);
    remove();
  });

  function read(file: string) {
    return JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
  }

  test(`is synthesised with the network cut by ${CUT}, without a bundler, without Docker`, () => {
    expect(existsSync(path.join(directory, 'node_modules', 'esbuild'))).toBe(false);
    const types = Object.values<{ Type: string }>(read('cdk.out/Shop.template.json').Resources).map(({ Type }) => Type);
    expect(types).toContain('AWS::CodeDeploy::DeploymentGroup');
    // Two hooks, and the function that says what is live.
    expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(3);
  });

  test('is tried with a network that is really cut', async () => {
    const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = `require('http').get('http://127.0.0.1:${port}', (answer) => answer.pipe(process.stdout))`;

    const reached = await run(process.execPath, ['-e', ask], { cwd: directory });
    const cut = runWithoutNetwork(process.execPath, ['-e', ask], { cwd: directory, env: BARE_ENVIRONMENT });
    await expect(cut).rejects.toThrow(/ENETUNREACH|ECONNREFUSED|network cut/);
    server.close();

    expect(reached).toBe('here');
  });

  test('brings a CLI that tells its version and its commands', async () => {
    const bluegreen = (...args: string[]) => run('npx', ['--no-install', 'bluegreen', ...args], { cwd: directory });
    const { version } = read('node_modules/cdk-blue-green/package.json');

    expect((await bluegreen('--version')).trim()).toBe(version);
    expect(await bluegreen('--help')).toMatch(/rehearse .*serve .*release .*status .*promote .*stop .*rollback /s);
  });

  test('brings a CLI that rehearses the release that it finds in the assembly', async () => {
    const args = ['rehearse', '--assembly', 'cdk.out', '--scenario', 'smoke-fails', '--json', 'report.json'];

    await run('npx', ['--no-install', 'bluegreen', ...args], { cwd: directory });

    const report = read('report.json');
    expect(report).toMatchObject({ service: 'Shop/Orders', outcome: 'rolled-back', asExpected: true });
    expect(report.reason).toContain('/api/products');
  });

  describeWithPython('in Python', () => {
    test('synthesises the same template as in TypeScript, with the network cut', async () => {
      await python;

      expect(read('python.out/Shop.template.json')).toEqual(read('cdk.out/Shop.template.json'));
    });
  });
});
