import { deflateRawSync } from 'node:zlib';
import type { Verdict } from '../../../lambda/shared/verdict';
import type { SecretVariable, SmokeStep } from '../../../lambda/smoke-test/environment';
import { smokeTest } from '../../../lambda/smoke-test/smoke-test';
import { closedPort, LocalCandidate } from '../local-candidate';

const SECRETS: SecretVariable[] = [
  { name: 'user', secretId: 'login', jsonKey: 'user' },
  { name: 'password', secretId: 'login', jsonKey: 'password' },
];
const SECRET_TEXT = JSON.stringify({ user: 'tester-7', password: 'pass/word "x"' });
let candidate: LocalCandidate | undefined;

afterEach(async () => {
  await candidate?.stop();
  candidate = undefined;
});

async function run(
  steps: SmokeStep[],
  answer: Parameters<typeof LocalCandidate.start>[0] | string,
  options: {
    secrets?: SecretVariable[];
    secretText?: string;
    seconds?: number;
    encode?: (json: string) => string;
  } = {},
) {
  const { secrets = [], secretText = SECRET_TEXT, seconds = 60, encode = (json: string) => json } = options;
  if (typeof answer !== 'string') candidate = await LocalCandidate.start(answer);
  const lines: Record<string, unknown>[] = [];
  const environment = {
    TEST_URL: typeof answer === 'string' ? answer : candidate?.url,
    STEPS: encode(JSON.stringify(steps)),
    SECRETS: JSON.stringify(secrets),
    TIMEOUT_SECONDS: `${seconds}`,
  };
  const ports = { getSecret: async () => secretText, findPrivateAddresses: async () => [] };
  const hookRun = { signal: new AbortController().signal, log: (entry: Record<string, unknown>) => lines.push(entry) };
  const outcome: Verdict | Error = await smokeTest(environment, ports, hookRun).catch((error: Error) => error);
  const stepLines = lines.filter(({ event }) => event === 'step');
  return { outcome, steps: stepLines, lines, text: JSON.stringify(lines), asked: candidate?.asked ?? [] };
}

const reasonOf = (outcome: Verdict | Error): string =>
  'message' in outcome ? outcome.message : outcome.kind === 'fail' ? outcome.reason : '';

describe('smoke test', () => {
  const TRANSACTION: SmokeStep[] = [
    { name: 'health', path: '/health' },
    {
      name: 'log in',
      layer: 'deep',
      method: 'post',
      path: '/login',
      json: { user: '${user}', password: '${password}' },
      captures: [{ name: 'token', jsonPath: 'session.token' }],
    },
    {
      name: 'order',
      layer: 'transaction',
      method: 'POST',
      path: '/orders?by=${user}',
      headers: { Authorization: 'Bearer ${token}' },
      json: { quantity: 2 },
      expect: { status: '201' },
      captures: [
        { name: 'id', jsonPath: 'id' },
        { name: 'location', header: 'Location' },
      ],
    },
    {
      name: 'read back',
      layer: 'transaction',
      path: '${location}',
      headers: { authorization: 'Bearer ${token}' },
      expect: { json: [{ path: 'id', equals: '${id}' }], headers: [{ name: 'x-by', equals: '${user}' }] },
    },
  ];
  const shop = ({ path }: { path: string }) => {
    if (path === '/login') return { json: { session: { token: 'tok-SECRET-1' } } };
    if (path.startsWith('/orders?')) {
      return { status: 201, headers: { location: 'http://public.example/orders/98765?full' }, json: { id: 98765 } };
    }
    return { json: { id: 98765, token: 'tok-SECRET-1', password: 'pass/word "x"' }, headers: { 'x-by': 'tester-7' } };
  };

  test('logs in, takes the token, writes an order and reads it back', async () => {
    const { outcome, asked, lines } = await run(TRANSACTION, shop, { secrets: SECRETS });

    expect(outcome).toEqual({ kind: 'pass' });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /health',
      'POST /login',
      'POST /orders?by=tester-7',
      'GET /orders/98765?full',
    ]);
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ user: 'tester-7', password: 'pass/word "x"' });
    expect(asked[1]?.headers['content-type']).toBe('application/json');
    expect(asked[3]?.headers.authorization).toBe('Bearer tok-SECRET-1');
    expect(lines.at(-1)).toMatchObject({
      layers: { shallow: { pass: 1 }, deep: { pass: 1 }, transaction: { pass: 2, fail: 0, skipped: 0 } },
    });
  });

  test('writes one line per step, with what was expected and what came', async () => {
    const { steps } = await run(TRANSACTION, shop, { secrets: SECRETS });

    expect(steps.map(({ step, name }) => [step, name])).toEqual([
      [1, 'health'],
      [2, 'log in'],
      [3, 'order'],
      [4, 'read back'],
    ]);
    expect(steps[2]).toMatchObject({
      outcome: 'pass',
      path: '/orders?by=${user}',
      captures: ['id', 'location'],
      checks: [{ what: 'status', expected: '201', actual: 201, ok: true }],
    });
  });

  test.each([
    ['passes', shop],
    ['fails at log in', ({ path }: { path: string }) => ({ ...shop({ path }), status: path === '/login' ? 500 : 200 })],
    [
      'fails at the end',
      ({ path }: { path: string }) =>
        path.startsWith('/orders/') ? { ...shop({ path }), status: 500 } : shop({ path }),
    ],
  ])('never logs a secret or a captured value when it %s', async (_, answer) => {
    const steps = TRANSACTION.map((step) => ({ ...step, retries: 0 }));

    const { outcome, text } = await run(steps, answer, { secrets: SECRETS });

    const all = text + JSON.stringify(outcome);
    for (const value of ['tester-7', 'pass/word', 'pass%2Fword', 'tok-SECRET-1', '98765'])
      expect(all).not.toContain(value);
    expect(text).toContain('log in');
  });

  test('stops at the first failed step, and says that the others were skipped', async () => {
    const { outcome, steps, asked } = await run(
      [{ path: '/a' }, { name: 'b', path: '/b', retries: 0 }, { path: '/c' }],
      ({ path }) => ({ status: path === '/b' ? 503 : 200, body: 'sorry' }),
    );

    expect(reasonOf(outcome)).toBe("step 2 of 3, 'b' (shallow): status 200-299, got 503");
    expect(steps.map((line) => line.outcome)).toEqual(['pass', 'fail', 'skipped']);
    expect(steps[1]).toMatchObject({ level: 'error', body: 'sorry' });
    expect(asked).toHaveLength(2);
  });

  test('tries a failed step again as often as asked, and passes when it then succeeds', async () => {
    const { outcome, steps } = await run([{ path: '/', retries: 3, backoffMillis: 1 }], (_, index) => ({
      status: index < 2 ? 500 : 200,
    }));

    expect(outcome).toEqual({ kind: 'pass' });
    expect(steps).toMatchObject([{ tries: 3 }]);
  });

  test('does not repeat a write by itself', async () => {
    const { asked } = await run([{ method: 'POST', path: '/' }], () => ({ status: 500 }));

    expect(asked).toHaveLength(1);
  });

  test('repeats a step with concurrency and compares percentiles', async () => {
    const step: SmokeStep = { path: '/', repeat: 40, concurrency: 8, expect: { percentiles: { p99Millis: 60_000 } } };

    const passed = await run([step], () => ({}));
    expect(passed.outcome).toEqual({ kind: 'pass' });
    expect(passed.asked).toHaveLength(40);
    await candidate?.stop();

    const failed = await run([{ ...step, expect: { percentiles: { p99Millis: 0 } } }], () => ({}));
    expect(reasonOf(failed.outcome)).toContain('p99 at most 0 ms, got');
  });

  test('ends a repeated step at its first bad answer', async () => {
    const { outcome, asked } = await run([{ path: '/', repeat: 1_000 }], (_, index) => ({
      status: index === 4 ? 500 : 200,
    }));

    expect(reasonOf(outcome)).toContain('status 200-299, got 500');
    expect(asked).toHaveLength(5);
  });

  test('fails with the reason when nobody is there', async () => {
    const port = await closedPort();

    const { outcome } = await run([{ path: '/', backoffMillis: 1 }], `http://127.0.0.1:${port}`);

    expect(reasonOf(outcome)).toContain('connect ECONNREFUSED');
  });

  test('fails with the reason when one request, and when the whole test, is not done in time', async () => {
    const one = await run([{ path: '/', timeoutMillis: 30, retries: 0 }], () => undefined);
    expect(reasonOf(one.outcome)).toContain('not done within 30 ms');
    await candidate?.stop();

    const whole = await run([{ path: '/' }], () => undefined, { seconds: 1 });
    expect(reasonOf(whole.outcome)).toContain("step 1 of 1, 'GET /' (shallow): not done within 1 seconds");
  });

  test('fails when a capture finds nothing', async () => {
    const { outcome } = await run(
      [
        {
          path: '/',
          retries: 0,
          captures: [{ name: 'id', jsonPath: 'id' }],
          expect: { json: [{ path: 'id', equals: '${id}' }] },
        },
      ],
      () => ({ json: {} }),
    );

    expect(reasonOf(outcome)).toContain("nothing to capture as 'id'");
  });

  test('takes deflated steps', async () => {
    const encode = (json: string) => `deflate:${deflateRawSync(json).toString('base64')}`;

    expect((await run([{ path: '/' }], () => ({}), { encode })).outcome).toEqual({ kind: 'pass' });
  });

  test.each([
    ['is no JSON', 'hunter2 is secret'],
    ['is no object', 'null'],
    ['lacks the key', '{"user":"hunter2"}'],
  ])('fails without telling the secret when it %s', async (_, secretText) => {
    const { outcome, asked, text } = await run([{ path: '/' }], () => ({}), { secrets: SECRETS, secretText });

    expect(reasonOf(outcome)).toMatch(/secret 'login' is no JSON object with the key '(user|password)'/);
    expect(reasonOf(outcome) + text).not.toContain('hunter2');
    expect(asked).toEqual([]);
  });
});
