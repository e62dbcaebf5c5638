import { percentile } from '../shared/percentile';
import type { Verdict } from '../shared/verdict';

/** How much is asked for, and when it is enough. */
export interface Plan {
  /** Requests in all. */
  readonly requests: number;
  /** Share of `requests`, in percent, that may fail. */
  readonly maxFailurePercent: number;
  /** When a steady p95 ends it early; without it only the count does. */
  readonly steady?: { readonly percent: number; readonly window: number };
}

/** What has happened so far. */
export interface Progress {
  /** Latencies of the successful requests, in the order in which they ended. */
  readonly latencies: readonly number[];
  readonly failures: number;
  /** Failures without any answer, among `failures`. */
  readonly unanswered: number;
  /** The last failure. */
  readonly lastFailure?: string;
}

/** What ended it, for the log. */
export interface Ended {
  readonly verdict: Verdict;
  readonly because: 'count' | 'steady' | 'failures';
}

/** Below this difference two p95 are the same: a percentage of a few milliseconds is noise. */
const SAME_MILLIS = 5;
/** So many requests without an answer, and not one success: there is nobody, whatever share may fail. */
const UNANSWERED_AT_START = 10;

/** Whether the candidate is warm, has failed too often, or (undefined) neither yet. Asked after every request. */
export function decide(plan: Plan, progress: Progress): Ended | undefined {
  const { latencies, failures, unanswered, lastFailure } = progress;
  const fail = (reason: string): Ended => ({ verdict: { kind: 'fail', reason }, because: 'failures' });

  if (latencies.length === 0 && unanswered >= UNANSWERED_AT_START) {
    return fail(`none of the first ${failures} requests succeeded: ${lastFailure}`);
  }
  if (failures > (plan.requests * plan.maxFailurePercent) / 100) {
    return fail(
      `${failures} of ${plan.requests} requests failed, at most ${plan.maxFailurePercent} % may: ${lastFailure}`,
    );
  }
  if (latencies.length + failures >= plan.requests) {
    // All of them may fail when the share is 100 %, but then nothing is warm, and no data is never a pass.
    return latencies.length > 0
      ? { verdict: { kind: 'pass' }, because: 'count' }
      : fail(`no request succeeded: ${lastFailure}`);
  }
  return plan.steady && isSteady(latencies, plan.steady) ? { verdict: { kind: 'pass' }, because: 'steady' } : undefined;
}

/** Whether the p95 of the last whole window is near that of the window before it. */
export function isSteady(
  latencies: readonly number[],
  { percent, window }: { percent: number; window: number },
): boolean {
  if (latencies.length < 2 * window || latencies.length % window !== 0) return false;
  const last = percentile(latencies.slice(-window), 95);
  const before = percentile(latencies.slice(-2 * window, -window), 95);
  return Math.abs(last - before) <= Math.max(SAME_MILLIS, (before * percent) / 100);
}
