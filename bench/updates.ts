import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { happen, type Step, stories } from '../test/fixtures/update-story';
import { templatesOf, WORKLOADS, type Workload } from '../test/fixtures/updated-apps';
import { UpdatedWorld } from '../test/fixtures/updated-world';

/**
 * How often a stack update moves traffic, in random sequences of releases and updates, each with a stack of its own. The goal is 0 in 2,000
 * where a failed update reads attributes anew on its way back; what happens if AWS writes them as before is counted beside it.
 */
const SEQUENCES = Number(process.env.SEQUENCES ?? 2000);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

interface Count {
  sequences: number;
  updates: number;
  failed: number;
  releases: number;
  violations: string[];
  ms: number;
}

async function count(workload: Workload, sequences: number, values: string): Promise<Count> {
  const templates = templatesOf(workload);
  const found: Count = { sequences: 0, updates: 0, failed: 0, releases: 0, violations: [], ms: 0 };
  const from = performance.now();
  for (const story of fc.sample(stories, { numRuns: sequences, seed: SEED })) {
    const world = await UpdatedWorld.create(workload, templates, { 'cloudformation.rollback-values': values });
    const broken = await happen(world, story);
    await world.stop();
    found.sequences++;
    found.updates += story.filter(({ kind }) => kind === 'update' || kind === 'meanwhile').length;
    found.failed += story.filter((step: Step) => step.kind === 'update' && step.failure !== 'never').length;
    found.releases += story.filter(({ kind }) => kind !== 'update').length;
    if (broken.length > 0) found.violations.push(`${JSON.stringify(story)}: ${broken.join('; ')}`);
  }
  found.ms = performance.now() - from;
  return found;
}

async function main(): Promise<void> {
  console.log(`seed ${SEED}`);
  const rows: Record<string, object> = {};
  for (const [values, share] of [
    ['resolved-anew', 1],
    ['as-before', 0.1],
  ] as const) {
    for (const workload of WORKLOADS) {
      const each = Math.ceil((SEQUENCES * share) / WORKLOADS.length);
      const { violations, ms, ...rest } = await count(workload, each, values);
      rows[`${values}, ${workload}`] = { ...rest, violations: violations.length, 'ms each': Math.round(ms / each) };
      for (const one of violations.slice(0, 3)) console.log(`${values}, ${workload}: ${one}`);
    }
  }
  console.table(rows);
}

void main();
