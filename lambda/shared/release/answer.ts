/**
 * What the machine goes by: on, wait and ask again, or back. `reason` is always there, because the machine writes it into the record
 * whatever the verdict is.
 */
export type Answer =
  | { readonly verdict: 'pass'; readonly reason: string; readonly [fact: string]: unknown }
  | { readonly verdict: 'wait'; readonly reason: string; readonly seconds: number; readonly [fact: string]: unknown }
  | { readonly verdict: 'fail'; readonly reason: string; readonly [fact: string]: unknown };

/** On, with what the machine keeps. */
export function pass(reason: string, facts: Readonly<Record<string, unknown>> = {}): Answer {
  return { ...facts, verdict: 'pass', reason };
}

/** Ask again after some seconds, at least one. */
export function wait(seconds: number, reason: string): Answer {
  return { verdict: 'wait', seconds: Math.max(1, Math.ceil(seconds)), reason };
}

/** Back. */
export function fail(reason: string): Answer {
  return { verdict: 'fail', reason };
}

/** Seconds from one time of the machine's clock to another. */
export function secondsBetween(since: string, now: string): number {
  const seconds = (Date.parse(now) - Date.parse(since)) / 1000;
  if (Number.isNaN(seconds)) throw new Error(`times must be ISO 8601, got '${since}' and '${now}'`);
  return Math.max(0, seconds);
}

/** Waits for something that comes up: often at first, half a minute apart in the end. */
export function waitUntil(deadlineSeconds: number, since: string, now: string, reason: string): Answer {
  const waited = secondsBetween(since, now);
  if (waited >= deadlineSeconds) return fail(`${reason}, after ${Math.round(waited)} seconds`);
  return wait(Math.min(deadlineSeconds - waited, Math.max(10, Math.min(30, waited / 4))), reason);
}
