import type { Release } from './release';

/** Something that may send a release back. */
export interface Rule {
  readonly name: string;
  /** When it decides to go back, in the release's seconds; undefined when it never does. `phase` (0 to 1): where its clock stands. */
  decide(release: Release, phase: number): number | undefined;
}

/** From the decision until all traffic is on live again: the same for every rule. */
export const GOING_BACK_SECONDS = 20;
