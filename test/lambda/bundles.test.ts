import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closedPort, LocalCandidate } from './local-candidate';

/** The built bundles, copied to a folder without any node_modules above it, as in Lambda. */
const folder = mkdtempSync(path.join(tmpdir(), 'handlers-'));
const BUILT = path.resolve('dist', 'handlers');
const INVOKE = `const deadline = Date.now() + Number(process.argv[2]);
require(process.argv[1]).handler(JSON.parse(process.argv[3]), { getRemainingTimeInMillis: () => deadline - Date.now() })
  .catch((error) => { console.error(error.message); process.exitCode = 1; });`;
const EVENT = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'blob' };
const STEPS = JSON.stringify([{ path: '/health', expect: { json: [{ path: 'ok', equals: true }] } }]);

let aws: LocalCandidate;
let candidate: LocalCandidate;

beforeAll(() => {
  if (!existsSync(BUILT)) throw new Error(`no handlers at ${BUILT}; run 'npm run build' first`);
  cpSync(BUILT, folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  aws = await LocalCandidate.start(({ body, headers }) => answerOf(body, headers['x-amz-target']));
  candidate = await LocalCandidate.start(() => ({ json: { ok: true } }));
});
afterEach(async () => {
  await aws.stop();
  await candidate.stop();
});

/** The three AWS services that a hook calls, as far as it calls them. */
function answerOf(
  body: string,
  target: unknown,
): { status?: number; headers: Record<string, string>; json?: unknown; body?: string } {
  if (body.includes('Action=DescribeNetworkInterfaces')) {
    const item = '<item><privateIpAddress>127.0.0.1</privateIpAddress></item>';
    const xml = `<DescribeNetworkInterfacesResponse><networkInterfaceSet>${item}</networkInterfaceSet></DescribeNetworkInterfacesResponse>`;
    return { headers: { 'content-type': 'text/xml' }, body: xml };
  }
  if (body.includes('"SecretId":"missing"')) {
    const json = { __type: 'ResourceNotFoundException', message: 'there is no such secret' };
    return { status: 400, headers: { 'content-type': 'application/x-amz-json-1.1' }, json };
  }
  const json = `${target}`.startsWith('secretsmanager')
    ? { SecretString: '{"token":"t-1"}' }
    : { lifecycleEventHookExecutionId: 'blob' };
  return { headers: { 'content-type': 'application/x-amz-json-1.1' }, json };
}

function node(
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Invokes a bundle as Lambda would: a fresh process, AWS by environment variables. */
async function invoke(handler: string, environment: Record<string, string>, event: unknown = EVENT, millis = 60_000) {
  const env = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    TEST_URL: candidate.url,
    TIMEOUT_SECONDS: '30',
    ...environment,
  };
  const file = path.join(folder, handler, 'index.js');
  const { code, stdout, stderr } = await node(['-e', INVOKE, file, `${millis}`, JSON.stringify(event)], env);
  const lines = stdout.split('\n').filter(Boolean);
  const log = lines.map((line): Record<string, unknown> => JSON.parse(line));
  const puts = aws.asked.filter(({ headers }) => `${headers['x-amz-target']}`.startsWith('CodeDeploy'));
  const statuses = puts.map(({ body }) => JSON.parse(body).status);
  return { code, stderr, log, statuses, verdict: log.find(({ event: name }) => name === 'verdict') };
}

test('no bundle is larger than 400 kB, which a cold start would pay for', () => {
  const sizes = readdirSync(folder).map((name) => [name, statSync(path.join(folder, name, 'index.js')).size] as const);

  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.filter(([, bytes]) => bytes > 400_000)).toEqual([]);
});

describe('bundle of the smoke test', () => {
  test('passes and reports Succeeded', async () => {
    const { code, statuses, log } = await invoke('smoke-test', { STEPS });

    expect({ code, statuses }).toEqual({ code: 0, statuses: ['Succeeded'] });
    expect(log.map(({ event }) => event)).toEqual(['step', 'layers', 'verdict', 'reported']);
    expect(log.every(({ handler, deploymentId }) => handler === 'smoke-test' && deploymentId === 'd-1')).toBe(true);
  });

  test.each<[string, Record<string, string>, string]>([
    ['malformed steps', { STEPS: '[{"path":"health"}]' }, "step 1: path must start with '/'"],
    ['no environment', { TIMEOUT_SECONDS: '' }, 'STEPS must be JSON'],
    ['a bad URL', { STEPS, TEST_URL: 'nowhere' }, 'TEST_URL must be http(s)'],
    ['a failed step', { STEPS: '[{"path":"/","retries":0,"expect":{"status":"418"}}]' }, 'status 418, got 200'],
    [
      'a host that does not exist',
      { STEPS: '[{"path":"/","retries":0}]', TEST_URL: 'http://nobody.invalid' },
      'no answer',
    ],
    // The bundle has no class for this error.
    ['a missing secret', { STEPS, SECRETS: '[{"name":"token","secretId":"missing"}]' }, 'there is no such secret'],
  ])('reports Failed with the reason for %s', async (_, environment, reason) => {
    const { code, statuses, verdict } = await invoke('smoke-test', environment);

    expect({ code, statuses }).toEqual({ code: 0, statuses: ['Failed'] });
    expect(verdict?.reason).toContain(reason);
  });

  test('reads secrets, and reaches a public load balancer by its private address under its own name', async () => {
    const { statuses } = await invoke('smoke-test', {
      STEPS: '[{"path":"/","headers":{"authorization":"${token}"}}]',
      SECRETS: '[{"name":"token","secretId":"s","jsonKey":"token"}]',
      TEST_URL: `http://lb.invalid:${candidate.port}`,
      LOAD_BALANCER_NAME: 'app/lb/1',
    });

    expect(statuses).toEqual(['Succeeded']);
    expect(candidate.asked).toMatchObject([
      { headers: { host: `lb.invalid:${candidate.port}`, authorization: 't-1' } },
    ]);
    const query = new URLSearchParams(aws.asked.find(({ body }) => body.includes('Action='))?.body);
    expect(Object.fromEntries(query)).toMatchObject({
      'Filter.1.Name': 'description',
      'Filter.1.Value.1': 'ELB app/lb/1',
      'Filter.2.Name': 'status',
      'Filter.2.Value.1': 'in-use',
    });
  });

  test('reports Failed when the time of the function is nearly over', async () => {
    const { statuses, verdict } = await invoke('smoke-test', { STEPS }, EVENT, 100);

    expect(statuses).toEqual(['Failed']);
    expect(verdict?.reason).toContain("the function's own time-out is near");
  });

  test('ends with an error, and reports nothing, for an event of somebody else', async () => {
    const { code, stderr, statuses } = await invoke('smoke-test', { STEPS }, { Records: [] });

    expect({ code, statuses }).toEqual({ code: 1, statuses: [] });
    expect(stderr).toContain("the event needs 'DeploymentId' and 'LifecycleEventHookExecutionId', got Records");
  });
});

describe('bundle of the pre-warm', () => {
  test('passes and reports Succeeded', async () => {
    const { statuses, log } = await invoke('pre-warm', { PATHS: '["/a"]', REQUESTS: '5' });

    expect(statuses).toEqual(['Succeeded']);
    expect(log[0]).toMatchObject({ event: 'warmed', done: 5 });
  });

  test('reports Failed with the reason when nobody is there', async () => {
    const TEST_URL = `http://127.0.0.1:${await closedPort()}`;

    const { statuses, verdict } = await invoke('pre-warm', { PATHS: '["/a"]', REQUESTS: '5', TEST_URL });

    expect(statuses).toEqual(['Failed']);
    expect(verdict?.reason).toContain('ECONNREFUSED');
  });
});
