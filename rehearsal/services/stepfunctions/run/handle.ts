import { matchesError, StateError } from '../language/state-error';
import type { HandledState, Retrier } from '../language/workflow';
import { Interrupted } from './interrupted';
import type { Visit } from './visit';

/**
 * Runs a Task, Parallel or Map state with its `Retry` and `Catch`. The first retrier that names the error is used; when
 * its attempts are spent, the catchers are asked. A failing `Output` or `Assign` is an error of the state too.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export async function withHandlers<S extends HandledState>(
  visit: Visit<S>,
  attempt: (visit: Visit<S>) => Promise<unknown>,
): Promise<void> {
  const used = new Map<Retrier, number>();
  for (;;) {
    try {
      const result = await attempt(visit);
      const { next, output, assign } = visit.state;
      return await visit.leave({ next, output, assign, otherwise: result, extra: { result } });
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      // A redrive of a state whose result was too long runs all of it again.
      if (error.error === 'States.DataLimitExceeded') visit.frame.children = undefined;
      if (!(await isTriedAgain(visit, error, used))) return caught(visit, error);
    }
  }
}

async function isTriedAgain(visit: Visit<HandledState>, error: StateError, used: Map<Retrier, number>) {
  const retrier = visit.state.retry.find((one) => matchesError(one.errorEquals, error));
  const attempts = (retrier && used.get(retrier)) ?? 0;
  if (!retrier || attempts >= retrier.maxAttempts) return false;
  used.set(retrier, attempts + 1);
  await visit.world.cloud.clock.sleep(delayMs(retrier, attempts, visit.world.random), visit.signal);
  if (visit.signal.aborted) throw new Interrupted();
  visit.retryCount++;
  visit.execution.transitions++;
  // A retried Map or Parallel state runs all of it again, also what had succeeded.
  visit.frame.children = undefined;
  return true;
}

/** How long to wait before the retry after `attempts` earlier ones of the same retrier. */
export function delayMs(retrier: Retrier, attempts: number, random: () => number): number {
  const { intervalSeconds, backoffRate, maxDelaySeconds = Number.POSITIVE_INFINITY, jitter } = retrier;
  const seconds = Math.min(intervalSeconds * backoffRate ** attempts, maxDelaySeconds);
  return seconds * 1000 * (jitter ? random() : 1);
}

function caught(visit: Visit<HandledState>, error: StateError): Promise<void> {
  const catcher = visit.state.catch.find((one) => matchesError(one.errorEquals, error));
  if (!catcher) throw error;
  const { next, output, assign } = catcher;
  return visit.leave({ next, output, assign, otherwise: error.output, extra: { errorOutput: error.output } });
}
