import { contact, weightAt } from './minute';
import type { Plan } from './plan';
import type { Input, Requests } from './sample';
import type { Traffic } from './state';

/** Counts the requests that have come by now; `settled`: only what will not change any more. */
export function count(before: Traffic, requests: readonly Requests[], until: number): Traffic {
  let traffic = before;
  const periods = [...requests].sort((a, b) => a.at - b.at);
  for (const { at, seconds, candidate, live } of periods) {
    const end = at + seconds * 1000;
    if (at < traffic.judgedUntil || end > until) continue;
    traffic = {
      ...traffic,
      judgedUntil: end,
      ...(candidate > 0 && { candidateLast: end }),
      ...(live > 0 && { liveLast: end }),
      liveSince: candidate > 0 ? 0 : traffic.liveSince + live,
    };
  }
  return traffic;
}

export interface TrafficVerdict {
  readonly kind: 'enough' | 'wait' | 'fail' | 'pass';
  readonly reason: string;
}

/** Fewer requests than this may stay away by chance (1 in 1,000). */
const CERTAIN = 7;

/** Whether each colour has the requests that it should have. */
export function missing(traffic: Traffic, plan: Plan, { steps }: Input, now: number): TrafficVerdict {
  const start = contact(steps, now);
  if (start === undefined) return { kind: 'wait', reason: 'the candidate has no weight yet' };
  const weight = weightAt(steps, now);
  const without = (now - Math.max(start, traffic.candidateLast ?? start)) / 1000;
  if (without >= plan.noCandidateTrafficSeconds) {
    const expected = weight < 1 ? (traffic.liveSince * weight) / (1 - weight) : (traffic.usual * without) / 10;
    const words = `candidate has had no requests for ${Math.round(without)} seconds, although its weight is ${percent(weight)}`;
    return expected >= CERTAIN
      ? { kind: 'fail', reason: `${words} and ${Math.round(expected)} were to be expected` }
      : { kind: 'wait', reason: `${words}; there is hardly any traffic at all` };
  }
  if (traffic.candidateLast === undefined)
    return { kind: 'wait', reason: 'no requests of the candidate are known yet' };
  if (weight === 1) return { kind: 'enough', reason: '' };
  const quiet = (now - Math.max(start, traffic.liveLast ?? start)) / 1000;
  const { seconds, action } = plan.noLiveTraffic;
  const reason = `live has had no requests for ${Math.round(quiet)} seconds, so there is nothing to compare with`;
  if (quiet >= seconds) return { kind: action, reason };
  // Later than CloudWatch ever is: until the deadline nobody knows.
  if (quiet > plan.settleSeconds) return { kind: 'wait', reason };
  return { kind: 'enough', reason: '' };
}

function percent(weight: number): string {
  return `${Math.round(weight * 1000) / 10} %`;
}
