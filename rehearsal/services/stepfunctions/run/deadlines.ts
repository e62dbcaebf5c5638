import { StateError } from '../language/state-error';
import type { TaskToken } from '../task-tokens';
import type { Visit } from './visit';

/** Rejects with `States.Timeout` after so many seconds, unless the signal aborts before. */
export async function deadline(visit: Visit, seconds: number, signal: AbortSignal): Promise<never> {
  await visit.world.cloud.clock.sleep(seconds * 1000, signal);
  return signal.aborted ? forever() : expire('States.Timeout', visit);
}

/** Rejects when no heartbeat came for so many seconds, counted from when `from` resolves. */
export async function heartbeats(
  visit: Visit,
  token: TaskToken,
  seconds: number,
  { signal, from }: { readonly signal: AbortSignal; readonly from: Promise<unknown> },
): Promise<never> {
  const { clock, switches } = visit.world.cloud;
  await from;
  const startedAt = clock.now();
  for (;;) {
    const rest = (token.heartbeatAt ?? startedAt) + seconds * 1000 - clock.now();
    if (rest <= 0) return expire(switches.value('stepfunctions.heartbeat-error'), visit);
    await clock.sleep(rest, signal);
    if (signal.aborted) return forever();
  }
}

/** The task is over; whoever raced it has its answer. */
function forever(): Promise<never> {
  return new Promise(() => {});
}

function expire(error: string, { frame, state }: Visit): never {
  throw new StateError(
    error,
    `An error occurred while executing the state '${state.name}' (entered at the event id #${frame.entry?.eventId}). The task timed out.`,
  );
}
