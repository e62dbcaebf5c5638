import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FunctionCloud, fn, functionCloud, outcome } from './functions-setting';

let cloud: FunctionCloud;

beforeEach(() => {
  cloud = functionCloud();
});

afterEach(() => cloud.runner.close());

test('gives the event in and the result out, and keeps what the function logs', async () => {
  const source = `exports.handler = async (event) => { console.log('out', event.a); console.error('err'); return { twice: event.a * 2 }; };`;

  const result = await outcome(cloud, fn(source), { a: 21 });

  expect(result).toMatchObject({ value: { twice: 42 }, functionError: undefined });
  expect(result.log.sort()).toEqual(['err', 'out 21']);
});

test('has the time of the cloud, whatever asks for it', async () => {
  cloud.now = () => Date.parse('2031-05-06T07:00:00Z');
  const source = `exports.handler = async () => [Date.now(), new Date(), Date(), new Date(0), new Date() instanceof Date];`;
  const { value } = await outcome(cloud, fn(source));
  const hours = [value[0], value[1], value[2]].map((one) => new Date(one).toISOString().slice(0, 13));
  expect([...hours, ...value.slice(3)]).toEqual([...Array(3).fill('2031-05-06T07'), '1970-01-01T00:00:00.000Z', true]);
});

test("runs with the function's environment and nothing of this program's", async () => {
  process.env.OF_THE_TEST = 'secret';
  const source = 'exports.handler = async () => process.env;';

  const { value } = await outcome(cloud, fn(source, { environment: { TEST_URL: 'http://x' } }));
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

  const { value } = await outcome(cloud, fn(source));

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

  const first = await outcome(cloud, fn(source));
  const second = await outcome(cloud, fn(source));
  const changed = await outcome(cloud, fn(source, { environment: { CHANGED: '1' } }));

  expect([first.value, second.value, changed.value]).toEqual([1, 2, 1]);
});

test('runs concurrent invocations in processes of their own', async () => {
  const source = 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 50)); return process.pid; };';

  const [a, b] = await Promise.all([outcome(cloud, fn(source)), outcome(cloud, fn(source))]);

  expect(a.value).not.toBe(b.value);
});

test('leaves no process behind when it is closed in the middle', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'functions-test-')), 'pid');
  const source = `exports.handler = (file) => {
    require('node:fs').writeFileSync(file, String(process.pid));
    return new Promise((resolve) => setTimeout(resolve, 1e6));
  };`;
  const invoked = cloud.runner.invoke(fn(source, { timeoutSeconds: 900 }), file);
  while (!existsSync(file) || readFileSync(file, 'utf8') === '')
    await new Promise((resolve) => setTimeout(resolve, 20));

  await cloud.runner.close();
  const { functionError } = await invoked;

  expect(functionError).toBe('Unhandled');
  expect(() => process.kill(Number(readFileSync(file, 'utf8')), 0)).toThrow('ESRCH');
  rmSync(path.dirname(file), { recursive: true });
});
