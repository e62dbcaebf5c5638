import { COUNT_BETS } from './counts-test';
import { type Evidence, noEvidence } from './evidence';
import { type History, historyOf } from './history';
import { minutesOf } from './minute';
import type { Measure, Plan } from './plan';
import type { Counts, Requests, Sample } from './sample';
import { VALUE_BETS } from './value-test';

/** Everything that is carried from look to look: plain JSON, as large at the end of a release as at its beginning. */
export interface State {
  readonly measures: Readonly<Record<string, MeasureState>>;
  readonly rules: Readonly<Record<string, RuleState>>;
  readonly traffic: Traffic;
  /** Why the release has failed. Final: what comes later does not change it. */
  readonly failed?: string;
  /** When it did, in milliseconds; a dry run goes on. */
  readonly failedAt?: number;
}

export interface MeasureState {
  /** Minutes that begin before this have been judged for good. */
  readonly judgedUntil: number;
  /** That a candidate as warm as live is worse than tolerated. */
  readonly evidence: Evidence;
  /** That it is worse than a cold start explains. The same as `evidence` but for the minutes of the cold start. */
  readonly coldEvidence: Evidence;
  /** Minutes judged so far in which the candidate had weight. */
  readonly minutes: number;
  readonly history: History;
  /** Over the release so far. */
  readonly release: Pair;
  /** Since the minute from which the candidate looks worse; what the sentence tells. */
  readonly recent: Pair & { readonly since: number; readonly score: number };
}

/** For counts the counts; for values the number of minutes, and in how many of them the candidate was worse. */
export interface Pair {
  readonly candidate: Counts;
  readonly live: Counts;
}

export interface RuleState {
  /** The next measurement begins here. */
  readonly next: number;
  readonly measured: number;
  readonly failures: number;
  readonly inARow: number;
  /** Why it was broken first; a muted one, or one of a dry run, is measured on. */
  readonly broken?: string;
}

export interface Traffic {
  readonly judgedUntil: number;
  /** End of the last period in which the candidate, or live, had requests. */
  readonly candidateLast?: number;
  readonly liveLast?: number;
  /** Requests of live since the candidate had its last. */
  readonly liveSince: number;
  /** Requests a second before the release. */
  readonly usual: number;
}

/** What live did before the release, an hour or so; live's side of each sample is read. */
export interface Baseline {
  readonly samples: readonly Sample[];
  readonly requests: readonly Requests[];
}

const NOTHING: Pair = { candidate: { bad: 0, total: 0 }, live: { bad: 0, total: 0 } };

/** The state before the first look. `now`: what is before it belongs to the baseline. */
export function begin(plan: Plan, baseline: Baseline, now: number): State {
  const minute = Math.floor(now / 60_000) * 60_000;
  const seconds = baseline.requests.reduce((sum, { seconds }) => sum + seconds, 0);
  const requests = baseline.requests.reduce((sum, { live }) => sum + live, 0);
  return {
    measures: Object.fromEntries(
      plan.measures.map((measure) => [
        measure.name,
        {
          judgedUntil: minute,
          evidence: noEvidence(betsOf(measure)),
          coldEvidence: noEvidence(betsOf(measure)),
          minutes: 0,
          history: historyOf(countsBefore(baseline, measure.name)),
          release: NOTHING,
          recent: { ...NOTHING, since: minute, score: 0 },
        },
      ]),
    ),
    rules: Object.fromEntries(
      plan.rules.map((rule) => [rule.name, { next: minute, measured: 0, failures: 0, inARow: 0 }]),
    ),
    traffic: { judgedUntil: minute, liveSince: 0, usual: seconds > 0 ? requests / seconds : 0 },
  };
}

function betsOf({ kind }: Measure): number {
  return (kind === 'counts' ? COUNT_BETS : VALUE_BETS).length;
}

function countsBefore({ samples }: Baseline, measure: string): Counts[] {
  return minutesOf(samples.filter((sample) => sample.measure === measure)).flatMap(({ live }) =>
    live !== undefined && 'bad' in live ? [live] : [],
  );
}

/** Give a look every sample that begins at this time or later. */
export function judgedFrom(state: State): number {
  return Math.min(
    state.traffic.judgedUntil,
    ...Object.values(state.measures).map(({ judgedUntil }) => judgedUntil),
    ...Object.values(state.rules).map(({ next }) => next),
  );
}
