import type { Clock } from '../../clock';

/**
 * Does one step of the engine with the rehearsal's time instead of the computer's: what it asks and what it sets off for
 * later. The engine knows the global clock only; the step is synchronous, so nobody else sees the exchange.
 *
 * @param ended after it, what was set off for later is not done any more
 */
export function onTheClock<T>(clock: Clock, ended: AbortSignal, step: () => T): T {
  const now = clock.now();
  const later: { readonly work: () => void; readonly ms: number }[] = [];
  const { setTimeout: realSetTimeout } = globalThis;
  const { now: realNow } = Date;
  globalThis.setTimeout = ((work: () => void, ms = 0) => later.push({ work, ms })) as unknown as typeof setTimeout;
  Date.now = () => now;
  try {
    return step();
  } finally {
    globalThis.setTimeout = realSetTimeout;
    Date.now = realNow;
    for (const { work, ms } of later) {
      void clock.sleep(ms, ended).then(() => {
        if (!ended.aborted) onTheClock(clock, ended, work);
      });
    }
  }
}
