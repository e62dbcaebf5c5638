import type { Log } from './log';
import { messageOf } from './message-of';
import type { Verdict } from './verdict';

/** What a hook is given: it must stop when the signal says so, and log through `log`. */
export interface HookRun {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Where the candidate is reached, when only the release knows; the function's environment says it otherwise. */
  readonly testUrl?: string;
}

/** A hook, whatever the protocol that asks it. */
export type Hook = (run: HookRun) => Promise<Verdict>;

/** The part of Lambda's context that matters here. */
export interface HookContext {
  getRemainingTimeInMillis(): number;
}

/** Time kept for the report: three tries of the client, each connecting and answering late, and their backoff. */
export const REPORT_MILLIS = 15_000;

/** Runs the hook so that a verdict comes in any case, and in time. */
export async function runHook(hook: Hook, context: HookContext, given: Omit<HookRun, 'signal'>): Promise<Verdict> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const budget = Math.max(0, context.getRemainingTimeInMillis() - REPORT_MILLIS);
    const late = new Promise<Verdict>((resolve) => {
      timer = setTimeout(() => {
        const reason = `no verdict after ${Math.round(budget / 1000)} seconds, and the function's own time-out is near; give the hook a shorter time-out or the function a longer one`;
        // Resolved before the hook hears of it: whatever it answers to the signal, this is the reason.
        resolve({ kind: 'fail', reason });
        controller.abort(new Error(reason));
      }, budget);
    });
    return await Promise.race([hook({ ...given, signal: controller.signal }), late]);
  } catch (error) {
    return { kind: 'fail', reason: `the hook crashed: ${messageOf(error)}` };
  } finally {
    clearTimeout(timer);
    controller.abort(new Error('the hook has ended'));
  }
}
