import { readSettings } from '../../../lambda/pre-warm/settings';

const BASE = { PATHS: '["/a","/b","/c"]', REQUESTS: '10', TIMEOUT_SECONDS: '60' };

describe('settings of a pre-warm', () => {
  test('have defaults', () => {
    expect(readSettings(BASE)).toEqual({
      paths: ['/a', '/b', '/c'],
      headers: {},
      concurrency: 10,
      requestTimeoutMillis: 10_000,
      timeoutSeconds: 60,
      plan: { requests: 30, maxFailurePercent: 5 },
    });
  });

  test('round the window up to a multiple of the paths', () => {
    expect(readSettings({ ...BASE, STEADY_PERCENT: '10' }).plan.steady).toEqual({ percent: 10, window: 51 });
  });

  test.each([
    [{ PATHS: undefined }, 'PATHS must be JSON'],
    [{ PATHS: '[]' }, 'PATHS has no path'],
    [{ PATHS: '["a"]' }, "PATHS: a path must start with '/', got 'a'"],
    [{ PATHS: '[1]' }, 'PATHS: path must be a string, got 1'],
    [{ REQUESTS: '0' }, 'REQUESTS must be a whole number from 1 to 10000, got "0"'],
    [
      { PATHS: JSON.stringify(Array(11).fill('/')), REQUESTS: '10000' },
      'PATHS times REQUESTS must be at most 100000, got 11 times 10000',
    ],
    [{ TIMEOUT_SECONDS: undefined }, 'TIMEOUT_SECONDS must be a whole number from 1 to 840, got nothing'],
    [{ TIMEOUT_SECONDS: '841' }, 'got "841"'],
    [{ CONCURRENCY: '101' }, 'CONCURRENCY must be'],
    [{ MAX_FAILURE_PERCENT: '101' }, 'MAX_FAILURE_PERCENT must be a number from 0 to 100'],
    [{ STEADY_PERCENT: '0' }, 'STEADY_PERCENT must be a number from 1 to 100'],
    [{ HEADERS: '{"Host":"x"}' }, "HEADERS: 'host' is set by HOST_NAME"],
  ])('%j fail by name', (wrong, message) => {
    expect(() => readSettings({ ...BASE, ...wrong })).toThrow(message);
  });
});
