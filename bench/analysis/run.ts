import { Draws } from './draws';
import { draw, MINUTES, type Release, weightAt } from './release';
import { GOING_BACK_SECONDS, type Rule } from './rule';
import type { Scene } from './scene';

/** What one rule did in the releases of one scene. */
export interface Outcome {
  readonly releases: number;
  readonly back: number;
  /** Minutes from the first traffic until all traffic was on live again, of those that went back; sorted by nobody. */
  readonly minutes: readonly number[];
  /** Failed requests that the candidate served, over all releases. */
  readonly served: number;
}

/** Draws releases and asks each rule; everybody sees the same ones. */
export function run(scene: Scene, rules: readonly Rule[], seed: number, from: number, to: number): Outcome[] {
  const outcomes = rules.map(() => ({ releases: 0, back: 0, minutes: [] as number[], served: 0 }));
  for (let index = from; index < to; index++) {
    const draws = new Draws(seed, index);
    const release = draw(scene, draws);
    const phase = draws.uniform();
    for (const [position, rule] of rules.entries()) {
      const outcome = outcomes[position];
      if (outcome === undefined) continue;
      const decided = rule.decide(release, phase);
      outcome.releases++;
      const until = decided === undefined ? 60 * MINUTES : decided + GOING_BACK_SECONDS;
      outcome.served += served(release, until);
      if (decided === undefined) continue;
      outcome.back++;
      outcome.minutes.push((until - release.contact) / 60);
    }
  }
  return outcomes;
}

/** The candidate's failed requests until a time; of the minute in which it falls, the part by traffic. */
function served(release: Release, until: number): number {
  let sum = 0;
  for (const [minute, { bad }] of release.candidate.entries()) {
    const start = minute * 60;
    if (start >= until) break;
    sum += until >= start + 60 ? bad : (bad * traffic(release, start, until)) / traffic(release, start, start + 60);
  }
  return sum;
}

function traffic(release: Release, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += weightAt(release, at + 0.5) * Math.min(1, to - at);
  return Math.max(sum, 1e-9);
}
