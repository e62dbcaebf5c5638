import { queryError } from '../language/state-error';
import type { Template } from '../language/template';
import type { WaitState } from '../language/workflow';
import { Interrupted } from './interrupted';
import { readTimestamp } from './timestamp';
import type { Visit } from './visit';

const MOST_SECONDS = 99_999_999;

/**
 * Wait sleeps on the rehearsal's clock; a time in the past is no wait.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
 */
export async function wait(visit: Visit<WaitState>): Promise<void> {
  const { clock, switches } = visit.world.cloud;
  const { entry } = visit.frame;
  const again = entry?.waitUntil !== undefined && visit.state.seconds !== undefined;
  const keeps = again && switches.is('stepfunctions.wait-after-redrive', 'until-the-first-end');
  const until = keeps ? (entry?.waitUntil ?? 0) : await endOf(visit, clock.now());
  if (entry) entry.waitUntil = until;
  const rest = until - clock.now();
  if (rest > 0) await clock.sleep(rest, visit.signal);
  if (visit.signal.aborted) throw new Interrupted();
  const { next, output, assign } = visit.state;
  return visit.leave({ next, output, assign, otherwise: visit.input });
}

async function endOf(visit: Visit<WaitState>, now: number): Promise<number> {
  const { seconds, timestamp } = visit.state;
  if (seconds) return now + (await secondsOf(visit, seconds)) * 1000;
  const value = timestamp ? await visit.evaluate(timestamp) : undefined;
  const until = readTimestamp(value);
  if (until === undefined)
    throw queryError(`'Timestamp' must be a time such as 2026-01-31T12:00:00Z, got ${value}`, 'Timestamp');
  return until;
}

async function secondsOf(visit: Visit<WaitState>, template: Template): Promise<number> {
  const value = await visit.evaluate(template);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_SECONDS) return value;
  throw queryError(`'Seconds' must be an integer from 0 to ${MOST_SECONDS}, got ${JSON.stringify(value)}`, 'Seconds');
}
