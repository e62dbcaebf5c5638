import type { Counts } from './sample';

/** What a measure of live was: before the release, and up to now. */
export interface History {
  /** Before the release. */
  readonly total: Counts;
  /** Variance of these minutes divided by what chance alone would make; 1 when it may well be chance. */
  readonly dispersion: number;
  /** The worst five minutes in a row that live has had by now. */
  readonly worst: Counts;
  /** The five minutes that are being filled. */
  readonly filling: Counts & { readonly minutes: number };
}

const NOTHING: Counts = { bad: 0, total: 0 };
const BLOCK_MINUTES = 5;

/** `minutes`: live's, oldest first. */
export function historyOf(minutes: readonly Counts[]): History {
  const start: History = { total: NOTHING, dispersion: 1, worst: NOTHING, filling: { ...NOTHING, minutes: 0 } };
  const { worst, filling } = minutes.reduce(oneMore, start);
  const total = minutes.reduce((sum, { bad, total }) => ({ bad: sum.bad + bad, total: sum.total + total }), NOTHING);
  return { total, dispersion: dispersionOf(minutes, total.bad), worst, filling };
}

/** The history after one more minute of live's. */
export function oneMore(history: History, { bad, total }: Counts): History {
  if (total === 0) return history;
  const { filling, worst } = history;
  const filled = { bad: filling.bad + bad, total: filling.total + total, minutes: filling.minutes + 1 };
  if (filled.minutes < BLOCK_MINUTES) return { ...history, filling: filled };
  const block = { bad: filled.bad, total: filled.total };
  return { ...history, worst: rate(block) > rate(worst) ? block : worst, filling: { ...NOTHING, minutes: 0 } };
}

/** With fewer bad requests than this, little is known of how they come. */
export const FEW = 100;
/** With more than this, the minutes of the history differ as all minutes will. */
export const MANY = 5000;

/**
 * How far apart neighbouring minutes are: given how many bad requests two of them have together, the first one's number is binomial. Neighbours,
 * so that a slow rise over the day does not count. What chance explains is taken as chance: within two standard errors, or
 * within one while there are few bad requests and a clump among them would do most harm.
 */
export function dispersionOf(minutes: readonly Counts[], bad: number): number {
  let [sum, pairs] = [0, 0];
  for (const [index, one] of minutes.entries()) {
    const next = minutes[index + 1];
    if (next === undefined || one.bad + next.bad === 0) continue;
    const part = one.total / (one.total + next.total);
    const expected = (one.bad + next.bad) * part;
    const variance = expected * (1 - part);
    if (!(variance > 0)) continue;
    sum += (one.bad - expected) ** 2 / variance;
    pairs++;
  }
  if (pairs === 0) return 1;
  const estimate = sum / pairs;
  const errors = bad < FEW ? 1 : 2;
  return estimate > 1 + errors * Math.sqrt(3 / pairs) ? estimate : 1;
}

function rate({ bad, total }: Counts): number {
  return total === 0 ? 0 : bad / total;
}
