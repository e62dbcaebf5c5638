import type { Verdict } from '../shared/verdict';
import { judgeMinute, worthOf } from './judge-minute';
import { contact, type Minute, minutesSoFar, minutesUntil } from './minute';
import type { Measure, Plan, Role, Rule } from './plan';
import { certainty, comparison, ratioOf } from './reason';
import { lookAtRule, type RuleLook } from './rules';
import type { Counts, Input, Sample } from './sample';
import type { MeasureState, RuleState, State } from './state';
import { count, missing } from './traffic';

export interface Look {
  readonly state: State;
  readonly verdict: Verdict;
  /** One sentence, for a manager. */
  readonly reason: string;
  readonly measures: readonly MeasureLook[];
  readonly rules: readonly RuleReport[];
}

/** One fixed rule over the release so far. */
export interface RuleReport {
  readonly name: string;
  readonly role: Rule['role'];
  /** Measurements, and how many of them were beyond the limit. */
  readonly measured: number;
  readonly failures: number;
  readonly verdict: 'pass' | 'fail';
  /** Why it is broken; absent while it is not. */
  readonly reason?: string;
}

/** One measure over the release so far. */
export interface MeasureLook {
  readonly name: string;
  readonly role: Role;
  /** Bad ones of all; for a value: minutes in which the candidate was worse, of all minutes. */
  readonly candidate: Counts;
  readonly live: Counts;
  /** How many times as often the candidate was bad; absent while live never was. */
  readonly ratio?: number;
  /** Decimal logarithm of the evidence: 3 is "certain to 1 in 1,000". Negative when it speaks for the candidate. */
  readonly evidence: number;
  readonly verdict: Verdict['kind'];
  readonly reason: string;
}

/** What the callers of `look` are asked to wait before the next one. */
const RETRY_AFTER_SECONDS = 30;

/**
 * Judges a release by everything that is known now. Pure: the same plan, state, input and time give the same look.
 * Minutes that have settled go into the state. Younger ones count for this look only, as far as they have come; the minute that runs, too,
 * where a metric has shorter periods, and so do the measurements of rules about such metrics.
 */
export function look(plan: Plan, before: State, input: Input, now: number): Look {
  const settledAt = now - plan.settleSeconds * 1000;
  const settled = {
    ...before,
    measures: advance(plan, before.measures, input, (_, samples) => minutesUntil(samples, settledAt)),
    traffic: count(before.traffic, input.requests, settledAt),
  };
  const seen = advance(plan, settled.measures, input, ({ kind }, samples) =>
    // Part of a minute has its counts, but not yet its value.
    kind === 'counts' ? minutesSoFar(samples, now) : minutesUntil(samples, now),
  );
  const rules = plan.rules.map((rule) => ({
    rule,
    ...lookAtRule(rule, before.rules[rule.name] ?? NEVER, plan, input, now),
  }));
  const state: State = { ...settled, rules: Object.fromEntries(rules.map(({ rule, state }) => [rule.name, state])) };
  const total = plan.measures.reduce(
    (sum, measure) => sum + spendable(plan, measure) * worthIn(plan, seen, measure),
    0,
  );
  const measures = plan.measures.map((measure) => looked(plan, measure, seen, total));

  const traffic = missing(count(state.traffic, input.requests, now), plan, input, now);
  const broken = rules.find(({ rule, broken }) => broken !== undefined && rule.role === 'decides')?.broken;
  const worst = measures.find(({ role, verdict }) => role !== 'muted' && verdict === 'fail');
  const failed = before.failed ?? worst?.reason ?? broken ?? (traffic.kind === 'fail' ? traffic.reason : undefined);
  const seenNow = { measures, rules: rules.map(ruleReport) };
  if (failed !== undefined) {
    const failedAt = before.failedAt ?? now;
    const ended = { ...state, failed, failedAt };
    const after = Math.round((failedAt - (contact(input.steps, failedAt) ?? failedAt)) / 60_000);
    const would = `have sent it back ${after} min after its first traffic`;
    return { state: ended, ...answer(plan, { kind: 'fail', reason: failed }, failed, would), ...seenNow };
  }
  const doubt =
    (traffic.kind === 'wait' ? traffic.reason : undefined) ??
    measures.find(({ role, verdict }) => role !== 'muted' && verdict === 'wait')?.reason;
  if (doubt !== undefined) {
    const wait = { kind: 'wait', retryAfterSeconds: RETRY_AFTER_SECONDS } as const;
    return { state, ...answer(plan, wait, doubt, 'wait'), ...seenNow };
  }
  const words = traffic.kind === 'pass' ? traffic.reason : measures.find(({ role }) => role !== 'muted')?.reason;
  return { state, ...answer(plan, { kind: 'pass' }, words ?? 'there is nothing to judge', 'pass'), ...seenNow };
}

const NEVER: RuleState = { next: 0, measured: 0, failures: 0, inARow: 0 };

/** In a dry run everything passes; what it would have done otherwise stands before the reason. */
function answer(plan: Plan, verdict: Verdict, reason: string, would: string): Pick<Look, 'verdict' | 'reason'> {
  return plan.dryRun
    ? { verdict: { kind: 'pass' }, reason: `dry run: would ${would}: ${reason}` }
    : { verdict, reason };
}

function ruleReport({ rule: { name, role }, state, broken }: RuleLook & { readonly rule: Rule }): RuleReport {
  const { measured, failures } = state;
  if (broken === undefined) return { name, role, measured, failures, verdict: 'pass' };
  return { name, role, measured, failures, verdict: 'fail', reason: broken };
}

function advance(
  plan: Plan,
  states: State['measures'],
  { samples, steps }: Input,
  minutes: (measure: Measure, samples: readonly Sample[]) => readonly Minute[],
): State['measures'] {
  return Object.fromEntries(
    plan.measures.map((measure) => [
      measure.name,
      minutes(
        measure,
        samples.filter((sample) => sample.measure === measure.name),
      ).reduce(
        (judged, minute) =>
          minute.at < judged.judgedUntil ? judged : judgeMinute(judged, minute, measure, plan, steps),
        of(states, measure),
      ),
    ]),
  );
}

function of(states: State['measures'], { name }: Measure): MeasureState {
  const state = states[name];
  if (state === undefined) throw new Error(`the state knows no measure '${name}'; begin with the same plan`);
  return state;
}

/** The part of `falseRollbacks` that a measure may spend. Muted ones spend nothing. */
function spendable({ measures }: Plan, measure: Measure): number {
  if (measure.role === 'muted') return 0;
  const all = measures.reduce((sum, { role, share }) => sum + (role === 'muted' ? 0 : (share ?? 1)), 0);
  return (measure.share ?? 1) / all;
}

function worthIn(plan: Plan, seen: State['measures'], measure: Measure): number {
  return worthOf(measure, of(seen, measure), plan);
}

/**
 * The mean of all measures' evidence is evidence itself, so the release fails when it is enough, and the measure that makes up
 * most of it is the reason. A muted measure is looked at as if it were the only one.
 */
function looked(plan: Plan, measure: Measure, seen: State['measures'], total: number): MeasureLook {
  const state = of(seen, measure);
  const own = worthOf(measure, state, plan);
  const muted = measure.role === 'muted';
  const worth = muted ? own : total;
  const leads = muted || plan.measures.every((other) => weighed(plan, other, seen) <= weighed(plan, measure, seen));
  const enough = 1 / plan.falseRollbacks;
  const verdict = verdictOf(plan, measure, state, leads ? worth : 0, enough);
  const { candidate, live } = state.release;
  const ratio = ratioOf(candidate, live);
  return {
    name: measure.name,
    role: measure.role,
    candidate,
    live,
    ...(ratio !== undefined && { ratio }),
    evidence: Math.log10(Math.max(own, 1e-300)),
    verdict,
    reason: reasonOf(plan, measure, state, verdict, worth),
  };
}

function weighed(plan: Plan, measure: Measure, seen: State['measures']): number {
  return spendable(plan, measure) * worthIn(plan, seen, measure);
}

function verdictOf(plan: Plan, measure: Measure, state: MeasureState, worth: number, enough: number): Verdict['kind'] {
  if (worth >= enough && exceedsFloor(measure, state)) return 'fail';
  if (worth >= Math.sqrt(enough) && exceedsFloor(measure, state)) return 'wait';
  if (state.minutes === 0) return measure.role === 'critical' ? 'wait' : 'pass';
  const few = measure.kind === 'counts' && state.release.candidate.total < plan.minimumRequests;
  return few ? 'wait' : 'pass';
}

/** With very many requests the smallest difference is certain; one that nobody would mind is no reason to go back. */
function exceedsFloor(measure: Measure, { recent, history }: MeasureState): boolean {
  if (measure.kind === 'value') return true;
  const live = recent.live.total > 0 ? recent.live : history.total;
  const share = ({ bad, total }: Counts): number => (total === 0 ? 0 : bad / total);
  return share(recent.candidate) - share(live) > measure.floor;
}

function reasonOf(plan: Plan, measure: Measure, state: MeasureState, verdict: Verdict['kind'], worth: number): string {
  if (verdict === 'fail') return `${comparison(measure, state.recent)}; ${certainty(worth)}`;
  if (state.minutes === 0) return `there is no data of ${measure.name} yet`;
  const words = comparison(measure, state.release);
  if (verdict === 'pass') return words;
  return worth >= Math.sqrt(1 / plan.falseRollbacks)
    ? `${comparison(measure, state.recent)}; not certain enough yet`
    : `${words}; fewer than the ${plan.minimumRequests} that it takes`;
}
