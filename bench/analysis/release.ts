import type { Draws } from './draws';
import { type LatencyCounts, latencyCounts, type MixedLatency } from './latency';
import { HISTORY_MINUTES, RELEASE_SECONDS, type Scene, STEPS } from './scene';

/** One colour in one calendar minute; without requests its percentiles are NaN. */
export interface ColourMinute extends LatencyCounts {
  readonly requests: number;
  readonly bad: number;
}

/** One release as CloudWatch would have recorded it. Times are seconds since the calendar minute of the first traffic began. */
export interface Release {
  /** When the candidate gets its first traffic: somewhere within minute 0. */
  readonly contact: number;
  /** Live alone, before the release. */
  readonly history: readonly ColourMinute[];
  readonly candidate: readonly ColourMinute[];
  readonly live: readonly ColourMinute[];
  /** When a minute can be read. */
  readonly publishedAt: readonly number[];
  /** What share of a colour's minute can be read at first; the rest comes a minute later. */
  readonly candidateFirst: readonly number[];
  readonly liveFirst: readonly number[];
}

export const MINUTES = RELEASE_SECONDS / 60 + 1;

export function weightAt(release: Pick<Release, 'contact'>, at: number): number {
  const since = at - release.contact;
  let weight = 0;
  for (const step of STEPS) if (since >= step.after) weight = step.weight;
  return weight;
}

export function draw(scene: Scene, draws: Draws): Release {
  const both: Both = { draws, beside: draws.beside() };
  const contact = draws.between(0, 60);
  const day = dayOf(scene, draws);
  const base = draws.between(50, 110);
  const history = Array.from({ length: HISTORY_MINUTES }, (_, index) => {
    const { traffic, errors, slower } = day[index] ?? CALM;
    return colour(scene, both, traffic * scene.requestsPerSecond * 60, scene.errors * errors, { slower });
  });
  const candidate: ColourMinute[] = [];
  const live: ColourMinute[] = [];
  for (let minute = 0; minute < MINUTES; minute++) {
    const { traffic, errors, slower } = day[HISTORY_MINUTES + minute] ?? CALM;
    const requests = traffic * scene.requestsPerSecond * 60;
    // Where a step falls within the minute, its two parts are added up.
    const parts = [{ from: minute * 60, to: Math.min(minute * 60 + 60, cut(contact, minute)) }];
    if ((parts[0]?.to ?? 0) < minute * 60 + 60) parts.push({ from: parts[0]?.to ?? 0, to: minute * 60 + 60 });
    const [mine, theirs]: [ColourMinute[], ColourMinute[]] = [[], []];
    for (const { from, to } of parts) {
      const middle = (from + to) / 2;
      const weight = weightAt({ contact }, middle);
      const share = (to - from) / 60;
      const since = middle - contact;
      const regression = scene.regression;
      const cold = scene.coldStart && since >= 0 ? Math.max(0, Math.min(to, contact + 60) - from) / (to - from) : 0;
      const rate = (regression?.errors?.(since, weight) ?? scene.errors) * errors * (1 + cold * (COLD - 1));
      mine.push(
        colour(scene, both, requests * weight * share, rate, {
          slower: slower * (regression?.slower?.(since, weight) ?? 1) * (1 + cold * (COLD - 1)),
          bimodal: regression?.bimodal,
        }),
      );
      theirs.push(colour(scene, both, requests * (1 - weight) * share, scene.errors * errors, { slower }));
    }
    candidate.push(added(mine));
    live.push(added(theirs));
  }
  const first = () => (draws.uniform() < 0.1 ? draws.between(0.8, 1) : 1);
  return {
    contact,
    history,
    candidate,
    live,
    publishedAt: Array.from({ length: MINUTES }, (_, minute) => minute * 60 + 60 + base + draws.between(0, 20)),
    candidateFirst: Array.from({ length: MINUTES }, first),
    liveFirst: Array.from({ length: MINUTES }, first),
  };
}

/** In its first minute of traffic a cold candidate fails three times as many requests and takes three times as long. */
const COLD = 3;

interface MinuteOfDay {
  readonly traffic: number;
  readonly errors: number;
  readonly slower: number;
}

const CALM: MinuteOfDay = { traffic: 1, errors: 1, slower: 1 };

/** What both colours have alike: the hour before the release, then the release. */
function dayOf({ day, errors }: Scene, draws: Draws): MinuteOfDay[] {
  const minutes = HISTORY_MINUTES + MINUTES;
  if (day === 'rise') {
    // Twice the traffic and twice the errors within two hours, and 10 % slower.
    return Array.from({ length: minutes }, (_, index) => {
      const share = index / minutes;
      return { traffic: 1 + share, errors: 1 + share, slower: 1 + share / 10 };
    });
  }
  const all = Array.from({ length: minutes }, () => CALM);
  if (day !== 'bursts') return all;
  // Two bursts an hour, of one to five minutes: ten times the errors (at most 40 %), and half as slow again.
  for (let at = gap(draws); at < minutes; at += gap(draws)) {
    const length = Math.ceil(draws.between(0, 5));
    all.fill({ traffic: 1, errors: Math.min(10, 0.4 / errors), slower: 1.5 }, at, Math.min(minutes, at + length));
    at += length;
  }
  return all;
}

function gap(draws: Draws): number {
  return Math.ceil(-30 * Math.log(draws.uniform()));
}

/** Where within a minute the weights change; its end when they do not. */
function cut(contact: number, minute: number): number {
  for (const { after } of STEPS) {
    const at = contact + after;
    if (at > minute * 60 && at < minute * 60 + 60) return at;
  }
  return minute * 60 + 60;
}

/** What has always been drawn, and what came later. */
interface Both {
  readonly draws: Draws;
  readonly beside: Draws;
}

const NOTHING: ColourMinute = { requests: 0, bad: 0, slow: 0, p50: Number.NaN, p95: Number.NaN, p99: Number.NaN };

function colour(
  { day }: Scene,
  { draws, beside }: Both,
  expected: number,
  errors: number,
  latency: MixedLatency,
): ColourMinute {
  const requests = draws.poisson(expected);
  if (requests === 0) return NOTHING;
  const clumped = day === 'clumps';
  const bad = clumped ? clumps(draws, requests, errors) : draws.binomial(requests, Math.min(1, errors));
  // In the overdispersed day each colour has its own better and worse minutes.
  const own = clumped ? Math.exp(0.05 * draws.normal()) : 1;
  return { requests, bad, ...latencyCounts(draws, beside, requests, { ...latency, slower: latency.slower * own }) };
}

/** Failed requests come in clumps of five on average: one bad connection, one impatient client. */
function clumps(draws: Draws, requests: number, errors: number): number {
  const mean = 5;
  let bad = 0;
  for (let left = draws.poisson((requests * errors) / mean); left > 0; left--) bad += draws.geometric(mean);
  return Math.min(requests, bad);
}

function added(parts: readonly ColourMinute[]): ColourMinute {
  const [first, second] = parts;
  if (first === undefined) throw new Error('a minute has at least one part');
  if (second === undefined || second.requests === 0) return first;
  if (first.requests === 0) return second;
  const requests = first.requests + second.requests;
  const mean = (of: 'p50' | 'p95' | 'p99') => (first[of] * first.requests + second[of] * second.requests) / requests;
  const counts = { requests, bad: first.bad + second.bad, slow: first.slow + second.slow };
  return { ...counts, p50: mean('p50'), p95: mean('p95'), p99: mean('p99') };
}
