import { Duration } from 'aws-cdk-lib';
import { look } from '../../lambda/analysis/look';
import type { Counts, Requests, Sample } from '../../lambda/analysis/sample';
import { begin, judgedFrom } from '../../lambda/analysis/state';
import { Analysis, Percent } from '../../lib';
import { ordersBy } from '../../test/fixtures/orders-release';
import { Draws } from '../analysis/draws';

/** The day that both colours have. */
export interface Day {
  readonly name: string;
  /** Share of live's orders that are lost. */
  readonly errors: number;
  /** Two bursts an hour, of one to five minutes, with ten times the errors, for both. */
  readonly bursts?: boolean;
  /** What is lost comes in clumps of five, in each colour by itself. */
  readonly clumps?: boolean;
  /** The share of the traffic that each colour gets wanders by a fifth. */
  readonly wanders?: boolean;
}

export const DAYS: readonly Day[] = [
  { name: 'calm, .1 %', errors: 0.001 },
  { name: 'calm, 1 %', errors: 0.01 },
  { name: 'bursts, .1 %', errors: 0.001, bursts: true },
  { name: 'bursts, 1 %', errors: 0.01, bursts: true },
  { name: 'overdispersed, .1 %', errors: 0.001, clumps: true },
  { name: 'overdispersed, 1 %', errors: 0.01, clumps: true },
  { name: 'wandering weights, 1 %', errors: 0.01, wanders: true },
];

const PERIOD_MS = 10_000;
const PERIODS = 180;
const HISTORY_PERIODS = 360;
const ORDERS = 1_000;
const TOLERATED = 1.2;
const STEPS = [0.1, 0.25, 0.5].map((weight, index) => ({ at: index * 600_000, weight }));

/** Of so many releases of half an hour whose candidate is exactly as bad as tolerated: how many are sent back, looked at every ten seconds. */
export function countsSentBack(day: Day, releases: number, falseRollbacks: number): number {
  const options = { falseRollbacks: Percent.of(100 * falseRollbacks) };
  const { plan } = Analysis.of([ordersBy(Duration.seconds(10))], options)._render('target-group');
  let back = 0;
  for (let release = 0; release < releases; release++) {
    const periods = drawn(day, new Draws(28, release));
    const before = periods.filter(({ at }) => at < 0);
    let state = begin(plan, { samples: before.map(sampleOf), requests: before.map(requestsOf) }, 0);
    for (let now = PERIOD_MS; now <= PERIODS * PERIOD_MS; now += PERIOD_MS) {
      const from = judgedFrom(state);
      const known = periods.filter(({ at }) => at >= from && at < now);
      const input = { samples: known.map(sampleOf), requests: known.map(requestsOf), steps: STEPS };
      const looked = look(plan, state, input, now);
      state = looked.state;
      if (looked.verdict.kind !== 'fail') continue;
      back++;
      break;
    }
  }
  return back;
}

interface Period {
  readonly at: number;
  readonly candidate: Counts;
  readonly live: Counts;
}

/** The hour before, when live was alone, and the release. */
function drawn(day: Day, draws: Draws): Period[] {
  let until = 0;
  return Array.from({ length: HISTORY_PERIODS + PERIODS }, (_, index) => {
    const at = (index - HISTORY_PERIODS) * PERIOD_MS;
    if (day.bursts && index >= until && draws.uniform() < 1 / 180) until = index + Math.ceil(draws.between(6, 30));
    const errors = day.errors * (index < until ? 10 : 1);
    const weight = STEPS.findLast((step) => step.at <= at)?.weight ?? 0;
    const share = day.wanders ? weight * draws.between(0.8, 1.2) : weight;
    return {
      at,
      candidate: counts(day, draws, ORDERS * share, TOLERATED * errors),
      live: counts(day, draws, ORDERS * (1 - share), errors),
    };
  });
}

function counts({ clumps }: Day, draws: Draws, expected: number, errors: number): Counts {
  const total = draws.poisson(expected);
  if (!clumps) return { bad: draws.binomial(total, errors), total };
  let bad = 0;
  for (let left = draws.poisson((total * errors) / 5); left > 0; left--) bad += draws.geometric(5);
  return { bad: Math.min(total, bad), total };
}

function sampleOf({ at, candidate, live }: Period): Sample {
  return { measure: 'orders', at, seconds: 10, ...(candidate.total > 0 && { candidate }), live };
}

function requestsOf({ at, candidate, live }: Period): Requests {
  return { at, seconds: 10, candidate: candidate.total, live: live.total };
}
