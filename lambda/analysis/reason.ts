import type { Measure } from './plan';
import type { Counts } from './sample';
import type { Pair } from './state';

/** "candidate failed 41 of 5,950 requests, live 6 of 53,210: 61 times as often". */
export function comparison(measure: Measure, { candidate, live }: Pair): string {
  if (measure.kind === 'value') {
    return `candidate's ${measure.things} was worse than live's in ${counted(candidate.bad)} of ${counted(candidate.total)} minutes`;
  }
  const sides = `candidate ${measure.did} ${outOf(candidate)} ${measure.things}, live ${outOf(live)}`;
  const ratio = ratioOf(candidate, live);
  return ratio === undefined ? sides : `${sides}: ${times(ratio)} as often`;
}

/** "certain to 1 in 10^9". */
export function certainty(worth: number): string {
  return `certain to 1 in ${worth < 1e4 ? counted(Math.floor(worth)) : `10^${Math.floor(Math.log10(worth))}`}`;
}

/** How many times as often the candidate was bad; undefined while live never was, or one has nothing. */
export function ratioOf(candidate: Counts, live: Counts): number | undefined {
  if (candidate.total === 0 || live.total === 0 || live.bad === 0) return undefined;
  return candidate.bad / candidate.total / (live.bad / live.total);
}

function outOf({ bad, total }: Counts): string {
  return `${counted(bad)} of ${counted(total)}`;
}

function times(ratio: number): string {
  return `${ratio >= 10 ? Math.round(ratio) : Number(ratio.toFixed(1))} times`;
}

/** Thousands with commas, whatever the locale of the machine is. */
function counted(value: number): string {
  return `${Math.round(value)}`.replace(/\B(?=(\d{3})+$)/g, ',');
}
