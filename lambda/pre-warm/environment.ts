import type { TargetEnvironment } from '../shared/target-environment';

/**
 * What the construct tells the handler of a pre-warm.
 *
 * All values are strings; a Lambda function holds at most 4 kB of them together. The paths are requested in turn, so that each
 * stretch of requests has the same mix.
 */
export interface Environment extends TargetEnvironment {
  /** `string[]`, as plain JSON or with `deflate:` (see the smoke test's environment). Each starts with `/`. At least one. */
  readonly PATHS: string;
  /** Request headers for every request, `Record<string, string>` as plain JSON. Without it none. */
  readonly HEADERS?: string;
  /** Requests **per path**, 1 to 10,000; in all at most 100,000. */
  readonly REQUESTS: string;
  /** Requests at the same time, 1 to 100. Without it 10. */
  readonly CONCURRENCY?: string;
  /**
   * Ends before the count is reached once the p95 is steady: the p95 of the last window of successful requests is within this many
   * percent (1 to 100) of the p95 of the window before it, or within 5 ms. Without it only the count ends it.
   */
  readonly STEADY_PERCENT?: string;
  /** Requests of one window, 10 to 10,000; rounded up to a multiple of the number of paths. Without it 50. */
  readonly STEADY_WINDOW?: string;
  /**
   * Percent of all planned requests (0 to 100) that may fail: no answer in time, or a status of 400 and above. More of them fail
   * the hook, at once. Without it 5.
   */
  readonly MAX_FAILURE_PERCENT?: string;
  /** Milliseconds for one request, connecting included (which may take 3,000 at most). Without it 10,000. */
  readonly REQUEST_TIMEOUT_MILLIS?: string;
  /**
   * Seconds for all requests together, a whole number from 1 to 840; not done by then fails the hook. The function's own
   * time-out must be at least 30 seconds longer, so that it is still reported.
   */
  readonly TIMEOUT_SECONDS: string;
}
