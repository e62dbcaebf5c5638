/** From which version to which a request of an update leads, by their marks. CloudFormation asks a resource for one after the other. */
export interface Passage {
  readonly from: string;
  readonly to: string;
  /** Whether it takes back what an update before it has done. */
  readonly isWayBack: boolean;
}

/** What is known when a request comes. */
export interface Arrival {
  readonly passage: Passage;
  /** Whether CloudFormation waits for an answer of this resource at all. */
  readonly isAsked: boolean;
  /** Whether it was written before the update began that runs now. */
  readonly isOfEarlierUpdate: boolean;
  /** The request that came before it, when it is remembered, and whether it is still to be answered. */
  readonly last?: Passage;
  readonly isLastOpen: boolean;
}

/**
 * Whether nobody waits for a request any more. Lambda may bring it when its update was cancelled long ago, and is taken back, or another one runs; a
 * request bears no time but for its URL's.
 */
export function isTooLate({ passage, isAsked, isOfEarlierUpdate, last, isLastOpen }: Arrival): boolean {
  return !isAsked || isOfEarlierUpdate || (isLastOpen && last !== undefined && last.to !== passage.from);
}

/**
 * The version whose release a way back is to take back: the one that the request before it wanted; undefined when that has nothing to do with it, so that
 * nothing was released. Of a function of an earlier version nothing is remembered: then the passage tells. An update that is still to be answered has
 * failed or was cancelled, wherever it led, or CloudFormation would not take anything back.
 *
 * Where a way back leads to may be said in another way than where its update came from: a launch template is taken back by a newer version of it.
 */
export function takenBack({ from, to }: Passage, last: Passage | undefined, isLastOpen: boolean): string | undefined {
  if (!last) return from;
  // A way back that failed, and is tried again.
  if (last.isWayBack) return last.from === from ? from : undefined;
  const isOfThisUpdate = isLastOpen || last.to === from || last.from === to;
  return isOfThisUpdate && last.to !== last.from ? last.to : undefined;
}

const OF_ANSWERED = /^answered (\w{8}) (\w{8}) (forward|back)$/;

/** What stays of a request that was answered. */
export function renderAnswered(passage: Passage | undefined): string {
  return passage ? `answered ${passage.from} ${passage.to} ${passage.isWayBack ? 'back' : 'forward'}` : 'answered';
}

/** Reads it; undefined of a request that came too late, or was answered by a function of an earlier version. */
export function readAnswered(text: string): Passage | undefined {
  const [, from, to, way] = OF_ANSWERED.exec(text) ?? [];
  return from && to ? { from, to, isWayBack: way === 'back' } : undefined;
}
