import { Duration } from 'aws-cdk-lib';
import { look } from '../../../lambda/analysis/look';
import type { Plan } from '../../../lambda/analysis/plan';
import type { Observed, Requests, Sample } from '../../../lambda/analysis/sample';
import { begin, judgedFrom, type State } from '../../../lambda/analysis/state';
import { Analysis } from '../../../lib/analysis/analysis';
import { type ColourMinute, MINUTES, type Release } from '../release';
import type { Rule } from '../rule';
import { HISTORY_MINUTES, SLOW_SECONDS, STEPS } from '../scene';
import { seen } from '../seen';

/** What a user gets by default; what is slow is for the team to say, and here it is what 5 % of live's requests exceed. */
const { plan: DEFAULTS, lookSeconds: LOOK_SECONDS } = Analysis.ofTargets({
  slowerThan: Duration.millis(Math.round(1000 * SLOW_SECONDS)),
})._render('target-group');
export const PLAN: Plan = DEFAULTS;

export interface Looked {
  readonly at: number;
  readonly reason: string;
  readonly state: State;
}

/** The analysis of this package with its defaults. */
export function ours(plan: Plan = PLAN): Rule {
  return { name: 'this package', decide: (release, phase) => sentBack(plan, release, phase)?.at };
}

/** The look that sends the release back, if one does. Looks at which nothing new can be read are left out: they would say the same. */
export function sentBack(
  plan: Plan,
  release: Release,
  phase: number,
  told?: (looked: Looked) => void,
): Looked | undefined {
  const steps = STEPS.map(({ after, weight }) => ({ at: (release.contact + after) * 1000, weight }));
  let state = begin(plan, baselineOf(plan, release), release.contact * 1000);
  let known = -1;
  let grows = 0;
  for (let at = LOOK_SECONDS * phase; at < 60 * MINUTES + 300; at += LOOK_SECONDS) {
    const before = known;
    while (known + 1 < MINUTES && (release.publishedAt[known + 1] ?? Number.POSITIVE_INFINITY) <= at) known++;
    if (known > before) grows = at + 60;
    else if (at < grows - 1e-9 || at >= grows + LOOK_SECONDS) continue;
    const from = Math.max(0, Math.floor(judgedFrom(state) / 60_000));
    const [samples, requests]: [Sample[], Requests[]] = [[], []];
    for (let minute = from; minute <= known; minute++) {
      const [candidate, live] = [seen(release, 'candidate', minute, at), seen(release, 'live', minute, at)];
      if (candidate === undefined || live === undefined) continue;
      const period = { at: minute * 60_000, seconds: 60 };
      for (const { name } of plan.measures) {
        samples.push({
          measure: name,
          ...period,
          candidate: observed(name, candidate),
          live: observed(name, live),
        });
      }
      requests.push({ ...period, candidate: candidate.requests, live: live.requests });
    }
    const looked = look(plan, state, { samples, requests, steps }, at * 1000);
    state = looked.state;
    told?.({ at, reason: looked.reason, state });
    if (looked.verdict.kind === 'fail') return { at, reason: looked.reason, state };
  }
  return undefined;
}

/** What CloudWatch has of one measure. */
function observed(measure: string, minute: ColourMinute): Observed | undefined {
  const { requests, bad, slow } = minute;
  if (measure === 'errors') return { bad, total: requests };
  if (measure === 'slow') return { bad: slow, total: requests };
  if (measure === 'connections') return { bad: 0, total: requests };
  if (measure === 'p50' || measure === 'p95' || measure === 'p99') {
    return requests === 0 ? undefined : { value: minute[measure], n: requests };
  }
  throw new Error(`the simulation has no measure '${measure}'; it has errors, slow, connections, p50, p95 and p99`);
}

function baselineOf({ measures }: Plan, { history }: Release): { samples: Sample[]; requests: Requests[] } {
  const period = (index: number) => ({ at: (index - HISTORY_MINUTES) * 60_000, seconds: 60 });
  return {
    samples: history.flatMap((minute, index) =>
      measures.map(({ name }) => ({ measure: name, ...period(index), live: observed(name, minute) })),
    ),
    requests: history.map(({ requests }, index) => ({ ...period(index), candidate: 0, live: requests })),
  };
}
