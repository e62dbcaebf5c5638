import type { Execution } from './execution';
import { HISTORY_LIMIT } from './history';

const DAY_MS = 86_400_000;

/**
 * Why an execution cannot be redriven; undefined when it can.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility
 */
export function whyNotRedrivable(
  { status, stoppedAt, startedAt, history }: Execution,
  now: number,
): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (history.lastId >= HISTORY_LIMIT - 1) return 'Execution event history limit exceeded and cannot be redriven';
  if (now - (stoppedAt ?? now) > 14 * DAY_MS) return 'Execution redrivable period exceeded and cannot be redriven';
  if (now - startedAt > 365 * DAY_MS) return 'Execution has exceeded its maximum open time and cannot be redriven';
  return undefined;
}
