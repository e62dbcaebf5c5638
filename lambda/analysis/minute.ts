import type { Observed, Sample, Step } from './sample';

/** One measure over one whole minute, or over the longer period that the metric has. */
export interface Minute {
  readonly at: number;
  readonly end: number;
  readonly candidate?: Observed;
  readonly live?: Observed;
}

/** The samples of one measure as minutes, oldest first. */
export function minutesOf(samples: readonly Sample[]): Minute[] {
  const minutes = new Map<number, Minute>();
  for (const { at, seconds, candidate, live } of samples) {
    const length = Math.max(60, seconds) * 1000;
    const start = Math.floor(at / length) * length;
    const before = minutes.get(start);
    minutes.set(start, {
      at: start,
      end: start + length,
      candidate: joined(before?.candidate, candidate),
      live: joined(before?.live, live),
    });
  }
  return [...minutes.values()].sort((a, b) => a.at - b.at);
}

/** Counts add up; of values the mean, weighted by how many things each was made from. */
function joined(one: Observed | undefined, other: Observed | undefined): Observed | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if ('bad' in one && 'bad' in other) return { bad: one.bad + other.bad, total: one.total + other.total };
  if ('bad' in one || 'bad' in other) return one;
  const n = one.n + other.n;
  return n === 0 ? one : { value: (one.value * one.n + other.value * other.n) / n, n };
}

/** The candidate's weight at one moment. */
export function weightAt(steps: readonly Step[], at: number): number {
  return steps.findLast((step) => step.at <= at)?.weight ?? 0;
}

/** When the candidate last went from no weight to some. */
export function contact(steps: readonly Step[], until: number): number | undefined {
  let found: number | undefined;
  let weight = 0;
  for (const step of steps) {
    if (step.at > until) break;
    if (weight === 0 && step.weight > 0) found = step.at;
    weight = step.weight;
  }
  return weight > 0 ? found : undefined;
}
