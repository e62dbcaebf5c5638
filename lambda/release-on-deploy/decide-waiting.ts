import type { Progress } from './decide';

/** A request that CloudFormation waits for. */
export interface Waiting {
  readonly construct: string;
  readonly release: string;
  /** `back`: production is where it was; `end`: the release is over, however it went. */
  readonly waitsFor: 'shifted' | 'baked' | 'back' | 'end';
  /** On the way back, and when the stack goes, a failure would only get it stuck. */
  readonly mayFail: boolean;
  readonly isDue: boolean;
}

export type WaitingDecision =
  | { readonly kind: 'wait' }
  /** `notBack`: why production is not where it was, which nobody hears from the answer. */
  | { readonly kind: 'succeed'; readonly reason: string; readonly notBack?: string }
  | { readonly kind: 'fail'; readonly reason: string; readonly sendBack: boolean };

/** What becomes of an open request, whenever something has happened or its time is over. */
export function decideWaiting(waiting: Waiting, progress: Progress): WaitingDecision {
  const verdict = verdictOf(waiting, progress);
  if (verdict.kind !== 'fail' || waiting.mayFail) return verdict;
  return { kind: 'succeed', reason: 'nothing is to get stuck', notBack: verdict.reason };
}

function verdictOf({ release, waitsFor, isDue, construct }: Waiting, progress: Progress): WaitingDecision {
  const isBackWanted = waitsFor === 'back' || waitsFor === 'end';
  switch (progress.kind) {
    case 'under-way':
      if (!isDue) return WAIT;
      return isBackWanted
        ? fail(`release ${release} has not ended in time`)
        : fail(
            `not all production traffic of ${construct} was on the candidate in time, so release ${release} is sent back; allow more by 'within', or let the stack wait for less`,
            true,
          );
    case 'shifted':
      if (waitsFor === 'shifted') return succeed('all production traffic is on the candidate');
      if (!isDue) return WAIT;
      return isBackWanted
        ? fail(`release ${release} has not ended in time`)
        : succeed('all production traffic is on the candidate, and its bake goes on');
    case 'succeeded':
      if (waitsFor !== 'back') return succeed('the release has succeeded');
      // The execution that brings the previous colour back may not be listed yet.
      return isDue ? fail(`release ${release} has succeeded before it could be sent back`) : WAIT;
    case 'going-back':
      if (!isBackWanted) return fail(`release ${release} goes back: ${progress.reason}`);
      return isDue ? fail(`release ${release} is not back in time`) : WAIT;
    case 'back':
      return isBackWanted
        ? succeed('production is where it was')
        : fail(`release ${release} went back: ${progress.reason}`);
    case 'halted':
      if (isBackWanted && !isDue) return WAIT;
      return fail(`release ${release} was broken off: ${progress.reason}`, !isBackWanted);
    case 'broken':
      return fail(`release ${release} has ended, and nobody takes production back: ${progress.reason}`);
  }
}

const WAIT: WaitingDecision = { kind: 'wait' };

function succeed(reason: string): WaitingDecision {
  return { kind: 'succeed', reason };
}

function fail(reason: string, sendBack = false): WaitingDecision {
  return { kind: 'fail', reason, sendBack };
}
