import { type Doubt, logFactors } from './counts-test';
import { FEW, type History, MANY } from './history';
import type { Minute } from './minute';
import type { ColdStart } from './plan';
import type { Counts } from './sample';

/** How one minute of counts is to be read. */
export interface Reading {
  readonly tolerated: number;
  readonly history: History;
  /** The candidate has all the traffic, so live's minute says nothing. */
  readonly alone: boolean;
  /** Part of the candidate's traffic in this minute that belongs to its cold start. */
  readonly cold: number;
  readonly coldStart: ColdStart;
}

/** The logarithms of each bet's factor for one minute. */
export interface Factors {
  /** Against a candidate that is as warm as live. */
  readonly warm: readonly number[];
  /** Against one that is still as cold as it may be. */
  readonly cold: readonly number[];
}

export function countsFactors(candidate: Counts, live: Counts, reading: Reading): Factors {
  const { tolerated, history, alone, cold, coldStart } = reading;
  const doubt = doubtOf(history);
  const warm = alone
    ? againstHistory(candidate, tolerated, history)
    : logFactors(candidate, live, tolerated, tolerated, doubt);
  if (alone || cold === 0) return { warm, cold: warm };
  const allowed = tolerated + cold * Math.max(0, coldStart.ratio - tolerated);
  return { warm, cold: logFactors(candidate, live, tolerated, allowed, doubt) };
}

/**
 * With few bad requests behind it one minute proves less: nobody knows in which clumps they come. With thousands the history tells
 * how minutes differ, and one minute may be enough.
 */
function doubtOf({ total, dispersion }: History): Doubt {
  const most = 3.5 + 3 * Math.min(1, total.bad / FEW) + 6 * Math.min(1, total.bad / MANY);
  return { dispersion, most, clump: 6 };
}

/**
 * Without live's minute a bad time of the whole service cannot be told from a bad candidate. So the candidate is held against
 * twice the tolerated ratio of live's worst five minutes, and no minute proves much: it takes some ten of them.
 */
function againstHistory(candidate: Counts, tolerated: number, { worst, dispersion }: History): number[] {
  const live = { bad: worst.bad + 1, total: worst.total };
  return logFactors(candidate, live, tolerated, 2 * tolerated, {
    dispersion,
    most: 1,
    clump: Number.POSITIVE_INFINITY,
  });
}

/** The part of a minute's time with traffic that lies within the cold start. */
export function coldPart({ at, end }: Minute, contact: number, { seconds }: ColdStart): number {
  const from = Math.max(at, contact);
  return Math.max(0, Math.min(end, contact + seconds * 1000) - from) / (end - from);
}
