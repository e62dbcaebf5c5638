import { contact, weightAt } from './minute';
import type { Plan, Rule } from './plan';
import type { Input, Observed, Sample } from './sample';
import type { RuleState } from './state';

export interface RuleLook {
  readonly state: RuleState;
  /** Why the rule is broken for good. */
  readonly broken?: string;
}

/**
 * What one rule says at a look. Measurements that have settled go into the state; of metrics with a short period the younger ones count too, for
 * this look only: what comes late to them is read again, and no measurement counts twice.
 */
export function lookAtRule(rule: Rule, before: RuleState, plan: Plan, input: Input, now: number): RuleLook {
  const settled = follow(rule, before, plan, input, now - plan.settleSeconds * 1000);
  if (settled.broken !== undefined || rule.countsAfterSeconds === undefined) return settled;
  const { broken } = follow(rule, settled.state, plan, input, now - rule.countsAfterSeconds * 1000);
  return { state: settled.state, broken };
}

/** Takes the measurements of one rule that ended by `until`. */
function follow(rule: Rule, before: RuleState, plan: Plan, input: Input, until: number): RuleLook {
  let state = before;
  const start = contact(input.steps, until);
  if (start === undefined) return { state, broken: state.broken };
  const interval = rule.intervalSeconds * 1000;
  const grain = Math.min(interval, 60_000);
  const from = Math.ceil((start + rule.initialDelaySeconds * 1000) / grain) * grain;
  if (state.next < from) state = { ...state, next: from };
  while (state.measured < (rule.count ?? Number.POSITIVE_INFINITY)) {
    const end = endOf(rule, input, state.next, interval);
    if (end > until) break;
    const measured = measure(rule, plan, input, state.next, end);
    state = { ...state, next: end };
    if (measured === undefined) continue;
    state = {
      ...state,
      measured: state.measured + 1,
      failures: state.failures + (measured.bad ? 1 : 0),
      inARow: measured.bad ? state.inARow + 1 : 0,
    };
    if (measured.bad && (over(state.failures, rule.failureLimit) || over(state.inARow, rule.consecutiveLimit))) {
      state = { ...state, broken: state.broken ?? `${measured.words}${times(state)}` };
    }
  }
  // One that has measured as often as it should asks for no older samples.
  if (state.measured >= (rule.count ?? Number.POSITIVE_INFINITY))
    state = { ...state, next: Math.max(state.next, until) };
  return { state, broken: state.broken };
}

/** Where a measurement that begins here ends. What is left of short periods after some hours are minutes: then it takes one of those. */
function endOf(rule: Rule, { samples }: Input, at: number, interval: number): number {
  if (rule.kind === 'throughput') return at + interval;
  const longer = samples.find((one) => one.measure === rule.measure && one.at === at && one.seconds * 1000 > interval);
  return at + (longer ? longer.seconds * 1000 : interval);
}

function over(count: number, limit: number | undefined): boolean {
  return limit !== undefined && count > limit;
}

function times({ failures, measured }: RuleState): string {
  return failures > 1 ? `, as in ${failures} of ${measured} measurements` : '';
}

interface Measured {
  readonly bad: boolean;
  readonly words: string;
}

/** Undefined without data: there is nothing to hold against the rule, nor for it. */
function measure(rule: Rule, plan: Plan, input: Input, from: number, to: number): Measured | undefined {
  if (rule.kind === 'throughput') return throughput(rule.atLeast, input, from, to);
  const measured = plan.measures.find(({ name }) => name === rule.measure);
  const within = inside(input.samples, rule.measure, from, to);
  const candidate = numberOf(within.map((one) => one.candidate));
  const live = numberOf(within.map((one) => one.live));
  if (candidate === undefined || measured === undefined) return undefined;
  const say = measured.kind === 'counts' ? percent : (value: number) => `${short(value)}${measured.unit}`;
  const [words, liveHas] =
    measured.kind === 'counts'
      ? [`candidate ${measured.did} ${say(candidate)} of its ${measured.things}`, 'live']
      : [`candidate's ${measured.things} was ${say(candidate)}`, "live's"];
  if (rule.kind === 'absolute') return limited(candidate, rule, words, say);
  if (live === undefined) return undefined;
  if (live === 0 && candidate === 0) return { bad: false, words: `${rule.measure} was 0 for both` };
  const ratio = live === 0 ? Number.MAX_VALUE : candidate / live;
  return limited(ratio, rule, `${words}, ${liveHas} ${say(live)}`, (limit) => `${short(limit)} times live's`);
}

function limited(
  value: number,
  { atMost, atLeast }: { readonly atMost?: number; readonly atLeast?: number },
  words: string,
  say: (limit: number) => string,
): Measured {
  if (atMost !== undefined && value > atMost) return { bad: true, words: `${words}: above ${say(atMost)}` };
  if (atLeast !== undefined && value < atLeast) return { bad: true, words: `${words}: below ${say(atLeast)}` };
  return { bad: false, words };
}

function throughput(atLeast: number, { requests, steps }: Input, from: number, to: number): Measured | undefined {
  const weight = weightAt(steps, from);
  const steady = weight > 0 && weight < 1 && !steps.some(({ at }) => at > from && at < to);
  if (!steady) return undefined;
  const within = requests.filter(({ at, seconds }) => at >= from && at + seconds * 1000 <= to);
  const candidate = within.reduce((sum, one) => sum + one.candidate, 0);
  const all = within.reduce((sum, one) => sum + one.candidate + one.live, 0);
  // With few requests chance alone leaves the candidate without its part.
  if (all * weight < 20) return undefined;
  const part = candidate / (all * weight);
  return limited(
    part,
    { atLeast },
    `candidate got ${percent(part)} of the requests that its weight stands for`,
    percent,
  );
}

function inside(samples: readonly Sample[], measure: string, from: number, to: number): Sample[] {
  return samples.filter((one) => one.measure === measure && one.at >= from && one.at + one.seconds * 1000 <= to);
}

/** The share of bad ones, or the mean of the values. */
function numberOf(observed: readonly (Observed | undefined)[]): number | undefined {
  let [bad, total, sum, n]: number[] = [0, 0, 0, 0];
  for (const one of observed) {
    if (one === undefined) continue;
    if ('bad' in one) [bad, total] = [bad + one.bad, total + one.total];
    else [sum, n] = [sum + one.value, n + 1];
  }
  if (total > 0) return bad / total;
  return n > 0 ? sum / n : undefined;
}

function percent(share: number): string {
  return `${short(share * 100)} %`;
}

function short(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}
