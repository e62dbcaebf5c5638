import { parseArgs } from 'node:util';
import { cost } from './analysis/cost';
import type { Rule } from './analysis/rule';
import { argo } from './analysis/rules/argo';
import { errorAlarm } from './analysis/rules/cloudwatch';
import { flagger } from './analysis/rules/flagger';
import { kayenta } from './analysis/rules/kayenta';
import { ours } from './analysis/rules/ours';
import { WRITTEN } from './analysis/rules/written';
import { type Outcome, run } from './analysis/run';
import type { Scene } from './analysis/scene';
import { HEALTHY, REGRESSIONS, twin } from './analysis/scenes';

/**
 * Hour-long canaries in virtual time, the same draws for every rule: how often a candidate as good as live is sent back, and how fast one that
 * is worse is. The goals: at most 0.1 % false rollbacks in every scene; .1 -> .5 % at 100 requests/s caught in 99 % of the releases, by 8 minutes in the
 * median, with 30 errors served; in every other regression no peer that keeps false rollbacks to 1 % on the same baseline is better.
 *
 * `--releases N` for each regression and its healthy twin; `--written N` for the same with rules that teams write with this package; `--healthy N` for each scene whose candidate is as good as live (10,000 take
 * 40 minutes); 0 leaves the part out. `--scene TEXT` for the scenes whose name has it. Every scene has its seed, whatever else is run.
 */
const { values } = parseArgs({
  options: {
    releases: { type: 'string', default: '2000' },
    written: { type: 'string', default: '200' },
    healthy: { type: 'string', default: '1000' },
    scene: { type: 'string', default: '' },
  },
});
const OURS = ours();
const RULES: readonly Rule[] = [
  OURS,
  errorAlarm(5, 1),
  errorAlarm(1, 1),
  errorAlarm(1, 3),
  flagger,
  argo(1),
  argo(5),
  kayenta,
];
/** A peer that sends back more good candidates than this is not to be beaten: nobody would use it. */
const BEARABLE = 0.01;

const COLUMNS = 'sent back, median min, p95 min, errors served, of good ones';

/** One rule in one scene. */
interface Figures {
  readonly name: string;
  readonly back: number;
  readonly median: number;
  readonly late: number;
  readonly served: number;
}

one();
if (Number(values.healthy) > 0) healthy(Number(values.healthy));
if (Number(values.releases) > 0) {
  console.log(`regressions, ${values.releases} releases a scene: ${COLUMNS}`);
  regressions(Number(values.releases), RULES, verdict);
}
if (Number(values.written) > 0) {
  console.log(`\nwhat teams write, ${values.written} releases a scene: ${COLUMNS}`);
  regressions(Number(values.written), WRITTEN);
}

function one(): void {
  console.log('one look at three measures, of a release that goes on and on (goal: 5 ms, memory not growing)');
  for (const { hour, millis, bytes } of cost([4, 8, 24, 48])) {
    console.log(
      `  until hour ${`${hour}`.padStart(2)}  ${millis.toFixed(3)} ms of processor time, ${bytes} bytes carried on`,
    );
  }
}

function healthy(releases: number): void {
  console.log(`candidate = live, ${releases} releases a scene: sent back by ${OURS.name}`);
  let worst = 0;
  for (const scene of chosen(HEALTHY)) {
    const [outcome] = run(scene, [OURS], 1 + HEALTHY.indexOf(scene), 0, releases);
    if (outcome === undefined) continue;
    const back = outcome.back / outcome.releases;
    worst = Math.max(worst, back);
    console.log(`  ${scene.name.padEnd(36)} ${percent(back)}`);
  }
  console.log(`goal, at most 0.1 % in every scene: ${worst <= 0.001 ? 'met' : `missed, ${percent(worst).trim()}`}\n`);
}

function regressions(releases: number, rules: readonly Rule[], said?: typeof verdict): void {
  const scenes = chosen(REGRESSIONS);
  const good = falseRollbacks(scenes, rules, releases);
  for (const scene of scenes) {
    const found = figures(scene, rules, 1000 + REGRESSIONS.indexOf(scene), releases);
    const backOfGood = good.get(baselineOf(scene)) ?? [];
    console.log(`  ${scene.name}`);
    for (const [position, { name, back, median, late, served }] of found.entries()) {
      const row = [percent(back), minutes(median), minutes(late), served.toFixed(1).padStart(8)];
      console.log(`    ${name.padEnd(34)} ${row.join(' ')} ${percent(backOfGood[position] ?? 0)}`);
    }
    if (said) console.log(`    ${said(found, backOfGood)}`);
  }
}

/** What each rule sends back of candidates as good as live, by baseline: over the healthy twins of all scenes that share it. */
function falseRollbacks(scenes: readonly Scene[], rules: readonly Rule[], releases: number): Map<string, number[]> {
  const sums = new Map<string, { of: number; back: number[] }>();
  for (const scene of scenes) {
    const before = sums.get(baselineOf(scene)) ?? { of: 0, back: rules.map(() => 0) };
    const outcomes = run(twin(scene), rules, 2000 + REGRESSIONS.indexOf(scene), 0, releases);
    const back = before.back.map((sum, position) => sum + (outcomes[position]?.back ?? 0));
    sums.set(baselineOf(scene), { of: before.of + releases, back });
  }
  for (const [baseline, { of }] of sums) console.log(`  good ones at ${baseline}: ${of} releases`);
  return new Map([...sums].map(([baseline, { of, back }]) => [baseline, back.map((sum) => sum / of)]));
}

function baselineOf({ errors, requestsPerSecond }: Scene): string {
  return `${100 * errors} %, ${requestsPerSecond}/s`;
}

function verdict([own, ...peers]: readonly Figures[], backOfGood: readonly number[]): string {
  if (own === undefined) return '';
  const rivals = peers.filter((_, index) => (backOfGood[index + 1] ?? 1) <= BEARABLE);
  const better = rivals.filter(({ median, served }) => median < own.median || served < own.served);
  return better.length === 0 ? 'no peer is better' : `better: ${better.map(({ name }) => name).join('; ')}`;
}

function figures(scene: Scene, rules: readonly Rule[], seed: number, releases: number): Figures[] {
  return run(scene, rules, seed, 0, releases).map((outcome, index) => ({
    name: rules[index]?.name ?? '',
    back: outcome.back / outcome.releases,
    median: quantile(outcome, 0.5),
    late: quantile(outcome, 0.95),
    served: outcome.served / outcome.releases,
  }));
}

/** A release that did not go back took for ever. */
function quantile({ releases, back, minutes }: Outcome, share: number): number {
  const rank = Math.ceil(share * releases) - 1;
  if (rank >= back) return Number.POSITIVE_INFINITY;
  return [...minutes].sort((a, b) => a - b)[rank] ?? Number.POSITIVE_INFINITY;
}

function chosen(scenes: readonly Scene[]): Scene[] {
  return scenes.filter(({ name }) => name.includes(values.scene));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`.padStart(9);
}

function minutes(value: number): string {
  return (Number.isFinite(value) ? value.toFixed(1) : '-').padStart(6);
}
