import type { Observed, Sample, Step } from './sample';

/** One measure over one minute, over as much of it as has passed, or over the longer period that the metric has. */
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

/** The minutes that have ended by `until`. */
export function minutesUntil(samples: readonly Sample[], until: number): Minute[] {
  return minutesOf(samples).filter(({ end }) => end <= until);
}

/**
 * The minutes as far as they have come by `until`: of a metric with a shorter period also the minute that runs, up to the end of the last
 * period in which both colours are known. Where one colour's metrics come later than the other's, a burst that hits both is not held
 * against the one that told of it first.
 */
export function minutesSoFar(samples: readonly Sample[], until: number): Minute[] {
  const both = samples.filter((one) => one.seconds < 60 && one.candidate && one.live && endOf(one) <= until);
  const known = Math.max(...both.map(endOf));
  const seen = samples.filter((one) => endOf(one) <= known || Math.floor(one.at / 60_000) * 60_000 >= known);
  return minutesOf(seen)
    .map((minute) => (minute.at < known && known < minute.end ? { ...minute, end: known } : minute))
    .filter(({ end }) => end <= until);
}

function endOf({ at, seconds }: Sample): number {
  return at + seconds * 1000;
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
