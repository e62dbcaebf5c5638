import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FunctionToRun } from '../../../rehearsal/ports';
import { CertificateAuthority } from '../../../rehearsal/stage/data-plane/certificate-authority';
import { ProcessFunctionRunner } from '../../../rehearsal/stage/functions';
import { Network } from '../../../rehearsal/stage/network';

const network = new Network();
let runner: ProcessFunctionRunner;
let authorityFile: string | undefined;
let now: () => number;

beforeEach(() => {
  authorityFile = undefined;
  now = Date.now;
  runner = new ProcessFunctionRunner({
    readArchive: () => undefined,
    network,
    region: 'eu-west-1',
    now: () => now(),
    endpointUrl: () => 'http://127.0.0.1:4566',
    authorityFile: () => authorityFile,
    credentialsFor: (roleArn) => ({ AccessKeyId: `ASIA-${roleArn}`, SecretAccessKey: 's', SessionToken: 't' }),
  });
});

afterEach(() => runner.close());

function fn(source: string, options: Partial<FunctionToRun> = {}): FunctionToRun {
  return {
    functionName: 'smoke',
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:smoke',
    roleArn: 'role',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    timeoutSeconds: 20,
    memorySize: 128,
    environment: {},
    code: { zipFile: source },
    ...options,
  };
}

async function outcome(toRun: FunctionToRun, event: unknown = {}) {
  const { payload, ...result } = await runner.invoke(toRun, event);
  return { ...result, value: JSON.parse(payload) };
}

test('gives the event in and the result out, and keeps what the function logs', async () => {
  const source = `exports.handler = async (event) => { console.log('out', event.a); console.error('err'); return { twice: event.a * 2 }; };`;

  const result = await outcome(fn(source), { a: 21 });

  expect(result).toMatchObject({ value: { twice: 42 }, functionError: undefined });
  expect(result.log.sort()).toEqual(['err', 'out 21']);
});

test('has the time of the cloud, whatever asks for it', async () => {
  now = () => Date.parse('2031-05-06T07:00:00Z');
  const source = `exports.handler = async () => [Date.now(), new Date(), Date(), new Date(0), new Date() instanceof Date];`;
  const { value } = await outcome(fn(source));
  const hours = [value[0], value[1], value[2]].map((one) => new Date(one).toISOString().slice(0, 13));
  expect([...hours, ...value.slice(3)]).toEqual([...Array(3).fill('2031-05-06T07'), '1970-01-01T00:00:00.000Z', true]);
});

test("runs with the function's environment and nothing of this program's", async () => {
  process.env.OF_THE_TEST = 'secret';
  const source = 'exports.handler = async () => process.env;';

  const { value } = await outcome(fn(source, { environment: { TEST_URL: 'http://x' } }));
  delete process.env.OF_THE_TEST;

  expect(value).toMatchObject({
    TEST_URL: 'http://x',
    TZ: 'UTC',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'ASIA-role',
    AWS_LAMBDA_FUNCTION_NAME: 'smoke',
  });
  expect(value).not.toHaveProperty('OF_THE_TEST');
  expect(value).not.toHaveProperty('PATH');
  expect(value).not.toHaveProperty('NODE_CHANNEL_FD');
});

test('tells the handler its context', async () => {
  const source =
    'exports.handler = (event, context, callback) => callback(null, { ...context, left: context.getRemainingTimeInMillis() });';

  const { value } = await outcome(fn(source));

  expect(value).toMatchObject({
    functionName: 'smoke',
    invokedFunctionArn: fn('').functionArn,
    memoryLimitInMB: '128',
  });
  expect(value.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(value.left).toBeGreaterThan(0);
  expect(value.left).toBeLessThanOrEqual(20_000);
});

test('uses a warm process again, and a new one for a new version', async () => {
  const source = 'let calls = 0; exports.handler = async () => ++calls;';

  const first = await outcome(fn(source));
  const second = await outcome(fn(source));
  const changed = await outcome(fn(source, { environment: { CHANGED: '1' } }));

  expect([first.value, second.value, changed.value]).toEqual([1, 2, 1]);
});

describe('the authority of the HTTPS listeners', () => {
  const authority = new CertificateAuthority();
  let server: https.Server;

  beforeAll(async () => {
    const own = await authority.issue();
    server = https.createServer({ ...own, SNICallback: authority.contextFor }, (_request, response) => {
      response.end('shop');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    network.bind(
      { host: '10.255.0.4', port: 8443 },
      { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    );
  });

  afterAll(() => {
    network.unbind({ host: '10.255.0.4', port: 8443 });
    server.close();
    authority.close();
  });

  const asking = `const https = require('node:https');
    const options = { host: '10.255.0.4', port: 8443, servername: 'shop.example.com', headers: { host: 'shop.example.com' } };
    exports.handler = () => new Promise((resolve) =>
      https.get(options, (response) => response.on('data', (data) => resolve(String(data))))
        .on('error', (error) => resolve(error.code)));`;

  test('is trusted by functions, also by those that were warm before it was there', async () => {
    const before = await outcome(fn(asking));
    authorityFile = authority.file;
    const after = await outcome(fn(asking));

    expect([before.value, after.value]).toEqual(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'shop']);
  });

  test("is trusted by a function that names Lambda's own file of authorities", async () => {
    authorityFile = authority.file;
    const environment = { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' };

    expect((await outcome(fn(asking, { environment }))).value).toBe('shop');
  });
});

test('runs concurrent invocations in processes of their own', async () => {
  const source = 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 50)); return process.pid; };';

  const [a, b] = await Promise.all([outcome(fn(source)), outcome(fn(source))]);

  expect(a.value).not.toBe(b.value);
});

test('answers a thrown error as Lambda does', async () => {
  const result = await outcome(fn(`exports.handler = async () => { throw new TypeError('no such order'); };`));

  expect(result).toMatchObject({
    functionError: 'Unhandled',
    value: { errorType: 'TypeError', errorMessage: 'no such order' },
  });
});

test('ends a function that takes too long', async () => {
  const source = `exports.handler = () => { console.log(process.pid); for (;;); };`;

  const result = await outcome(fn(source, { timeoutSeconds: 1 }));

  expect(result.functionError).toBe('Unhandled');
  expect(result.value.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/);
  expect(() => process.kill(Number(result.log[0]), 0)).toThrow('ESRCH');
});

test('tells when a function ends its process', async () => {
  const result = await outcome(fn('exports.handler = () => process.exit(7);'));

  expect(result.value).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(result.value.errorMessage).toContain('exit status 7');
});

test.each([
  ['no such file', 'exports.handler = 1', 'other.handler', 'Runtime.ImportModuleError'],
  ['no such export', 'exports.handler = 1', 'index.none', 'Runtime.HandlerNotFound'],
  ['broken source', 'exports.handler = (', 'index.handler', 'Runtime.UserCodeSyntaxError'],
  ['a missing package', `require('left-pad')`, 'index.handler', 'Runtime.ImportModuleError'],
])('names the reason when the handler cannot be loaded: %s', async (_what, source, handler, errorType) => {
  const result = await outcome(fn(source, { handler }));

  expect(result).toMatchObject({ functionError: 'Unhandled', value: { errorType } });
});

test('says which runtimes it runs when it is asked for another', async () => {
  const result = await outcome(fn('', { runtime: 'python3.13' }));

  expect(result.value.errorMessage).toBe(
    `function 'smoke' needs the runtime 'python3.13'; the rehearsal runs nodejs functions only`,
  );
});

test('names the object when the code is missing', async () => {
  const invoked = runner.invoke(fn('', { code: { bucket: 'assets', key: 'a.zip' } }), {});

  await expect(invoked).rejects.toThrow(
    `the code of function 'smoke' is missing: no object 'a.zip' in bucket 'assets'`,
  );
});

test('leaves no process behind when it is closed in the middle', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'functions-test-')), 'pid');
  const source = `exports.handler = (file) => {
    require('node:fs').writeFileSync(file, String(process.pid));
    return new Promise((resolve) => setTimeout(resolve, 1e6));
  };`;
  const invoked = runner.invoke(fn(source, { timeoutSeconds: 900 }), file);
  while (!existsSync(file) || readFileSync(file, 'utf8') === '')
    await new Promise((resolve) => setTimeout(resolve, 20));

  await runner.close();
  const { functionError } = await invoked;

  expect(functionError).toBe('Unhandled');
  expect(() => process.kill(Number(readFileSync(file, 'utf8')), 0)).toThrow('ESRCH');
  rmSync(path.dirname(file), { recursive: true });
});

describe('network of the cloud', () => {
  const address = { host: 'orders-1.elb.localhost', port: 80 };
  const get = `
    const http = require('node:http');
    const ask = (url) => new Promise((resolve, reject) => http.get(url, (response) => {
      let text = ''; response.on('data', (part) => (text += part)); response.on('end', () => resolve(text));
    }).on('error', reject));
  `;
  let server: http.Server;

  beforeEach(async () => {
    server = http.createServer((request, response) => response.end(`${request.headers.host}${request.url}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    network.bind(address, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  });

  afterEach(() => {
    network.unbind(address);
    server.close();
    server.closeAllConnections();
  });

  test('reaches local ports by host name, with http and with fetch', async () => {
    const source = `${get} exports.handler = async () => [
      await ask('http://orders-1.elb.localhost/health'),
      await (await fetch('http://Orders-1.elb.localhost/api')).text(),
    ];`;

    const { value } = await outcome(fn(source));

    expect(value).toEqual(['orders-1.elb.localhost/health', 'orders-1.elb.localhost/api']);
  });

  test('follows changes while the process is warm', async () => {
    const source = `${get} exports.handler = async (url) => ask(url).catch((error) => error.code);`;
    const before = await outcome(fn(source), 'http://10.0.7.9:8080/');

    network.bind({ host: '10.0.7.9', port: 8080 }, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    const after = await outcome(fn(source), 'http://10.0.7.9:8080/');

    expect([before.value, after.value]).toEqual(['ECONNREFUSED', '10.0.7.9:8080/']);
  });
});
