import type { Environment } from '../../../lambda/pre-warm/environment';
import { preWarm } from '../../../lambda/pre-warm/pre-warm';
import { closedPort, LocalCandidate } from '../local-candidate';

let candidate: LocalCandidate | undefined;

afterEach(async () => {
  await candidate?.stop();
  candidate = undefined;
});

async function run(
  answer: Parameters<typeof LocalCandidate.start>[0] | string,
  environment: Partial<Environment> = {},
) {
  if (typeof answer !== 'string') candidate = await LocalCandidate.start(answer);
  const lines: Record<string, unknown>[] = [];
  const base = { PATHS: '["/a","/b"]', REQUESTS: '20', TIMEOUT_SECONDS: '60', CONCURRENCY: '4' };
  const TEST_URL = typeof answer === 'string' ? answer : candidate?.url;
  const verdict = await preWarm({ ...base, TEST_URL, ...environment }, async () => [], {
    signal: new AbortController().signal,
    log: (entry) => lines.push(entry),
  });
  return { verdict, lines, asked: candidate?.asked ?? [] };
}

describe('pre-warm', () => {
  test('asks each path as often as told, with the headers', async () => {
    const { verdict, asked, lines } = await run(() => ({}), { HEADERS: '{"X-Warm":"1"}' });

    expect(verdict).toEqual({ kind: 'pass' });
    expect(asked.filter(({ path }) => path === '/a')).toHaveLength(20);
    expect(asked.filter(({ path }) => path === '/b')).toHaveLength(20);
    expect(asked.every(({ headers }) => headers['x-warm'] === '1')).toBe(true);
    expect(lines).toMatchObject([{ event: 'warmed', planned: 40, done: 40, failures: 0, endedBy: 'count' }]);
  });

  test('ends early when any difference counts as steady', async () => {
    // 100 percent of the window before, or 5 ms: loopback without work stays below one of them.
    const { verdict, lines } = await run(() => ({}), { REQUESTS: '5000', STEADY_PERCENT: '100', STEADY_WINDOW: '100' });

    expect(verdict).toEqual({ kind: 'pass' });
    expect(lines).toMatchObject([{ endedBy: 'steady' }]);
  });

  test('fails as soon as more requests failed than may, with the last failure', async () => {
    const { verdict, asked } = await run(() => ({ status: 503 }), { REQUESTS: '1000' });

    expect(verdict).toEqual({
      kind: 'fail',
      reason: expect.stringMatching(/^101 of 2000 requests failed, at most 5 % may: \/[ab] answered 503$/),
    });
    expect(asked.length).toBeLessThan(110);
  });

  test('passes with some failures', async () => {
    const { verdict, lines } = await run((_, index) => ({ status: index === 0 ? 404 : 200 }));

    expect(verdict).toEqual({ kind: 'pass' });
    expect(lines).toMatchObject([{ failures: 1, done: 40 }]);
  });

  test('fails when nobody is there, however many may fail', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;

    const { verdict } = await run(url, { REQUESTS: '5000', MAX_FAILURE_PERCENT: '99' });

    expect(verdict).toMatchObject({ kind: 'fail', reason: expect.stringContaining('ECONNREFUSED') });
  });

  test('fails when the time is over', async () => {
    const { verdict, lines } = await run((_, index) => (index < 3 ? {} : undefined), { TIMEOUT_SECONDS: '1' });

    expect(verdict).toEqual({ kind: 'fail', reason: 'not done within 1 seconds: 3 of 40 requests were done' });
    expect(lines).toMatchObject([{ endedBy: 'time', failures: 0 }]);
  });
});
