import { decodeJson, readList, readName, readNumber, readTexts } from '../shared/checked-json';
import type { Plan } from './decide';
import type { Environment } from './environment';

/** The environment, checked, with every default filled in. */
export interface Settings {
  readonly paths: readonly string[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly concurrency: number;
  readonly requestTimeoutMillis: number;
  readonly timeoutSeconds: number;
  readonly plan: Plan;
}

const MOST_REQUESTS = 100_000;

/** @throws naming the variable, its value and what is allowed */
export function readSettings(environment: Partial<Environment>): Settings {
  const paths = readList(decodeJson(environment.PATHS ?? '', 'PATHS'), 'PATHS').map((path) => readPath(path));
  if (paths.length === 0) throw new Error('PATHS has no path; a pre-warm that asks nothing would pass without data');
  const perPath = readNumber(environment.REQUESTS, 'REQUESTS', { min: 1, max: 10_000 });
  const requests = paths.length * perPath;
  if (requests > MOST_REQUESTS) {
    throw new Error(`PATHS times REQUESTS must be at most ${MOST_REQUESTS}, got ${paths.length} times ${perPath}`);
  }
  return {
    paths,
    headers: readHeaders(environment.HEADERS),
    concurrency: readNumber(environment.CONCURRENCY, 'CONCURRENCY', { min: 1, max: 100, without: 10 }),
    requestTimeoutMillis: readNumber(environment.REQUEST_TIMEOUT_MILLIS, 'REQUEST_TIMEOUT_MILLIS', {
      min: 1,
      max: 840_000,
      without: 10_000,
    }),
    timeoutSeconds: readNumber(environment.TIMEOUT_SECONDS, 'TIMEOUT_SECONDS', { min: 1, max: 840 }),
    plan: {
      requests,
      maxFailurePercent: readNumber(environment.MAX_FAILURE_PERCENT, 'MAX_FAILURE_PERCENT', {
        min: 0,
        max: 100,
        without: 5,
        fraction: true,
      }),
      ...readSteady(environment, paths.length),
    },
  };
}

function readPath(value: unknown): string {
  const path = readName(value, 'PATHS: path');
  if (!path.startsWith('/')) throw new Error(`PATHS: a path must start with '/', got '${path}'`);
  return path;
}

function readHeaders(text: string | undefined): Record<string, string> {
  const headers = readTexts(decodeJson(text ?? '{}', 'HEADERS'), 'HEADERS');
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if ('host' in lower) throw new Error("HEADERS: 'host' is set by HOST_NAME");
  return lower;
}

function readSteady({ STEADY_PERCENT, STEADY_WINDOW }: Partial<Environment>, paths: number): Pick<Plan, 'steady'> {
  const asked = readNumber(STEADY_WINDOW, 'STEADY_WINDOW', { min: 10, max: 10_000, without: 50 });
  if (STEADY_PERCENT === undefined) return {};
  const percent = readNumber(STEADY_PERCENT, 'STEADY_PERCENT', { min: 1, max: 100, fraction: true });
  return { steady: { percent, window: Math.ceil(asked / paths) * paths } };
}
