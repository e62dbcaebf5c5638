import { beginning, gather, noEvidence, worth } from '../../lambda/analysis/evidence';
import { isWorse, signLogFactors, VALUE_BETS } from '../../lambda/analysis/value-test';
import { Draws } from '../analysis/draws';

/** How a candidate's value lies to live's, in periods of ten seconds. */
export interface Values {
  /** The median of candidate divided by live. */
  readonly ratio: number;
  /** Standard deviation of the logarithm of that in one period. */
  readonly spread: number;
  /** In so many seconds two periods come to have little to do with each other (their correlation is 1/e); 0: they have nothing. */
  readonly lasting: number;
}

const PERIODS = 360;
const PER_MINUTE = 6;
const TOLERATED = 1.2;
const MEASURE = { kind: 'value', name: 'v', role: 'decides', things: 'v', unit: '', worse: 'higher' } as const;

/** Of so many hour-long releases: in how many the sign test sends the candidate back, minute by minute and period by period. */
export function valuesSentBack(values: Values, releases: number, falseRollbacks: number) {
  let [byMinutes, byPeriods] = [0, 0];
  for (let release = 0; release < releases; release++) {
    const draws = new Draws(27, release);
    const candidate = series(values.ratio, values, draws);
    const live = series(1, values, draws);
    if (isCertain(minutesOf(candidate), minutesOf(live), falseRollbacks)) byMinutes++;
    if (isCertain(candidate, live, falseRollbacks)) byPeriods++;
  }
  return { byMinutes, byPeriods };
}

/** Each colour deviates by itself: half of the variance is its own. */
function series(median: number, { spread, lasting }: Values, draws: Draws): number[] {
  const kept = lasting === 0 ? 0 : Math.exp(-10 / lasting);
  let deviation = draws.normal();
  return Array.from({ length: PERIODS }, () => {
    const now = median * Math.exp(spread * Math.SQRT1_2 * deviation);
    deviation = kept * deviation + Math.sqrt(1 - kept * kept) * draws.normal();
    return now;
  });
}

/** Whether the evidence is ever enough, with one bet for each pair of values. */
function isCertain(candidate: readonly number[], live: readonly number[], falseRollbacks: number): boolean {
  let evidence = noEvidence(VALUE_BETS.length);
  for (const [index, value] of candidate.entries()) {
    const worse = isWorse({ value, n: 1 }, { value: live[index] ?? 0, n: 1 }, MEASURE, TOLERATED);
    evidence = gather(evidence, signLogFactors(worse), beginning(index, 0, index === 0));
    if (worth(evidence, VALUE_BETS) >= 1 / falseRollbacks) return true;
  }
  return false;
}

function minutesOf(periods: readonly number[]): number[] {
  return Array.from({ length: PERIODS / PER_MINUTE }, (_, minute) => {
    const within = periods.slice(minute * PER_MINUTE, (minute + 1) * PER_MINUTE);
    return within.reduce((sum, value) => sum + value, 0) / PER_MINUTE;
  });
}
