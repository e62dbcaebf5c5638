/** How far a release is, whoever carries it out. */
export type Progress =
  /** None or a part of production is on the candidate. */
  | { readonly kind: 'under-way' }
  /** All production is on the candidate, and a rollback is immediate. */
  | { readonly kind: 'shifted' }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'going-back'; readonly reason: string }
  /** It is over, and production is where it was before. */
  | { readonly kind: 'back'; readonly reason: string }
  /** Nobody carries it on, and production may be anywhere; it can be sent back. */
  | { readonly kind: 'halted'; readonly reason: string }
  /** It is over, and nobody takes production back. */
  | { readonly kind: 'broken'; readonly reason: string };

/** A release that the update has started, or the one before it. */
export interface Started {
  readonly id: string;
  readonly progress: Progress;
}

/** All that the answer to an update depends on. */
export interface UpdateFacts {
  readonly construct: string;
  /** Whether the version is another one than before. */
  readonly isChanged: boolean;
  /** Whether it is still the same service that is released, and not its replacement. */
  readonly isSameTarget: boolean;
  readonly isLive: boolean;
  /** The release that this very request has started, when it comes for the second time. */
  readonly own?: string;
  /** A release that runs, whoever has started it. */
  readonly running?: string;
}

export type UpdateDecision =
  | { readonly kind: 'done'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'go-on'; readonly release: string };

/** What an update on its way forward does. */
export function decideUpdate(facts: UpdateFacts): UpdateDecision {
  const { construct, own, running } = facts;
  if (!facts.isSameTarget) return done('what is released is new, and its first version needs no release');
  if (!facts.isChanged) return done('the version is the same as before');
  if (own !== undefined) return { kind: 'go-on', release: own };
  if (facts.isLive) return done('the version is live already');
  if (running === undefined) return { kind: 'start' };
  return {
    kind: 'refuse',
    reason: `release ${running} of ${construct} is running; wait for its end (bluegreen status ${construct} --watch) or stop it (bluegreen stop ${construct}), then deploy again`,
  };
}

/** All that the way back from a failed update depends on. */
export interface ReversedFacts {
  readonly isChanged: boolean;
  /** The release of the version that failed, if this stack has started one. */
  readonly started?: Started;
  /** Whether that version is live. */
  readonly candidateIsLive: boolean;
  /** The way back that this very request has started, when it comes for the second time. */
  readonly own?: string;
  /** A release that runs, whoever has started it. */
  readonly running?: string;
}

export type ReversedDecision =
  | { readonly kind: 'done'; readonly reason: string }
  | { readonly kind: 'send-back' | 'await-back'; readonly release: string }
  | { readonly kind: 'restore'; readonly release: string }
  | { readonly kind: 'go-on'; readonly release: string }
  /** Nobody takes production back, and people are to hear of it. */
  | { readonly kind: 'give-up'; readonly release: string; readonly reason: string };

/** What an update on its way back does: never a release of the old version with all its steps. */
export function decideReversed(facts: ReversedFacts): ReversedDecision {
  const { started, own, running } = facts;
  if (!facts.isChanged) return done('the version is the same as before');
  if (own !== undefined) return { kind: 'go-on', release: own };
  if (!started) return done('the update had started no release');
  const { id: release, progress } = started;
  switch (progress.kind) {
    case 'under-way':
    case 'shifted':
    case 'halted':
      return { kind: 'send-back', release };
    case 'going-back':
      return { kind: 'await-back', release };
    case 'back':
      return done(`release ${release} is back already`);
    case 'broken':
      return {
        kind: 'give-up',
        release,
        reason: `release ${release} has ended without a rollback: ${progress.reason}`,
      };
    case 'succeeded':
      if (!facts.candidateIsLive) return done('another version is live by now, and stays');
      // One that has just succeeded still holds the lock for some calls, and later its own retirement of the previous colour does.
      if (running !== undefined && running !== release && running !== `${release}-retire`)
        return done(`release ${running} is running, and is left alone`);
      return { kind: 'restore', release };
  }
}

function done(reason: string): { readonly kind: 'done'; readonly reason: string } {
  return { kind: 'done', reason };
}
