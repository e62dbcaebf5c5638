import { COUNT_BETS } from './counts-test';
import { beginning, gather, worth } from './evidence';
import { oneMore } from './history';
import { coldPart, countsFactors, type Factors } from './judge-counts';
import { contact, type Minute, weightAt } from './minute';
import type { CountsMeasure, Measure, Plan, ValueMeasure } from './plan';
import type { Counts, Step, Value } from './sample';
import type { MeasureState, Pair } from './state';
import { isWorse, signLogFactors, VALUE_BETS } from './value-test';

/** The state of one measure after one more minute. Minutes before the candidate has weight count for live's history only. */
export function judgeMinute(
  state: MeasureState,
  minute: Minute,
  measure: Measure,
  plan: Plan,
  steps: readonly Step[],
): MeasureState {
  const judged = { ...state, judgedUntil: minute.end };
  const start = contact(steps, minute.end - 1);
  return measure.kind === 'counts'
    ? judgeCounts(judged, minute, measure, plan, steps, start)
    : judgeValue(judged, minute, measure, plan, steps, start);
}

function judgeCounts(
  state: MeasureState,
  minute: Minute,
  measure: CountsMeasure,
  plan: Plan,
  steps: readonly Step[],
  start: number | undefined,
): MeasureState {
  const live = countsOf(minute.live);
  const history = oneMore(state.history, live);
  const candidate = countsOf(minute.candidate);
  if (start === undefined || candidate.total === 0) return { ...state, history };
  const coldStart = measure.coldStart ?? plan.coldStart;
  const factors = countsFactors(candidate, live, {
    tolerated: measure.toleratedRatio ?? plan.toleratedRatio,
    history: state.history,
    alone: weightAt(steps, minute.at) === 1,
    cold: coldPart(minute, start, coldStart),
    coldStart,
  });
  return { ...counted(state, minute, steps, factors, { candidate, live }), history };
}

function judgeValue(
  state: MeasureState,
  minute: Minute,
  measure: ValueMeasure,
  plan: Plan,
  steps: readonly Step[],
  start: number | undefined,
): MeasureState {
  const [candidate, live] = [numberOf(minute.candidate), numberOf(minute.live)];
  const isCold = start !== undefined && coldPart(minute, start, plan.coldStart) > 0;
  if (start === undefined || isCold || candidate === undefined || live === undefined) return state;
  const worse = isWorse(candidate, live, measure, measure.toleratedRatio ?? plan.toleratedRatio);
  const logs = signLogFactors(worse);
  return counted(
    state,
    minute,
    steps,
    { warm: logs, cold: logs },
    {
      candidate: { bad: worse ? 1 : 0, total: 1 },
      live: { bad: worse ? 0 : 1, total: 1 },
    },
  );
}

function counted(
  state: MeasureState,
  minute: Minute,
  steps: readonly Step[],
  { warm, cold }: Factors,
  pair: Pair,
): MeasureState {
  const step = steps.findLastIndex(({ at }) => at < minute.end);
  const begin = beginning(state.minutes, step, (steps[step]?.at ?? 0) >= minute.at);
  return {
    ...state,
    minutes: state.minutes + 1,
    evidence: gather(state.evidence, warm, begin),
    coldEvidence: gather(state.coldEvidence, cold, begin),
    release: together(state.release, pair),
    recent: recently(state, minute, pair, warm[1] ?? 0),
  };
}

/** Begins anew whenever what was gathered speaks for the candidate: then these minutes say nothing about what is wrong now. */
function recently({ recent }: MeasureState, minute: Minute, pair: Pair, log: number): MeasureState['recent'] {
  return recent.score <= 0
    ? { ...pair, since: minute.at, score: Math.max(0, log) }
    : { ...together(recent, pair), since: recent.since, score: Math.min(1e6, Math.max(0, recent.score + log)) };
}

function countsOf(observed: Minute['live']): Counts {
  return observed !== undefined && 'bad' in observed ? observed : { bad: 0, total: 0 };
}

function numberOf(observed: Minute['live']): Value | undefined {
  return observed !== undefined && 'value' in observed ? observed : undefined;
}

function together(one: Pair, other: Pair): Pair {
  return { candidate: sum(one.candidate, other.candidate), live: sum(one.live, other.live) };
}

function sum(one: Counts, other: Counts): Counts {
  return { bad: one.bad + other.bad, total: one.total + other.total };
}

/** What one unit of money is worth for this measure. */
export function worthOf(measure: Measure, { evidence, coldEvidence }: MeasureState, plan: Plan): number {
  if (measure.kind === 'value') return worth(evidence, VALUE_BETS);
  const { credit } = measure.coldStart ?? plan.coldStart;
  return Math.min(worth(evidence, COUNT_BETS), credit * worth(coldEvidence, COUNT_BETS));
}
