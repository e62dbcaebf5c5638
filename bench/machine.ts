import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Duration } from 'aws-cdk-lib';
import { TrafficShift } from '../lib';
import { synthesiseMachineShop } from '../test/fixtures/machine-shop';
import { MachineWorld } from '../test/fixtures/machine-world';

/**
 * What a release of two Auto Scaling groups costs, and how long one takes in virtual time: services, instances, health
 * checks, the table and the state machine of the local AWS without HTTP. The goals are 200 transitions for four steps, and
 * 100 ms for a release.
 */
const RELEASES = Number(process.env.RELEASES ?? 1000);
const WARM_UP = 5;

const minutes = (count: number) => Duration.minutes(count);
const FOUR_STEPS = TrafficShift.steps([
  { percent: 5, bakeTime: minutes(5) },
  { percent: 25, bakeTime: minutes(5) },
  { percent: 50, bakeTime: minutes(5) },
  { percent: 100 },
]);

/** The longest bake that a service may want, looked at all the while. */
const BAKE_OF_A_DAY = Duration.hours(24);

interface Sample {
  readonly ms: number;
  /** Processor time of this process: what is left when other programs compute beside it. */
  readonly cpuMs: number;
  readonly transitions: number;
  readonly events: number;
  readonly invocations: number;
  readonly apiCalls: number;
  readonly status: string;
}

/** One release in a world, from its start to its end, until what it replaced is gone. */
async function once(world: MachineWorld, index: number): Promise<Sample> {
  const cpuFrom = process.cpuUsage();
  const [from, callsBefore, invocationsBefore] = [performance.now(), world.aws.cloud.calls.length, world.invocations];
  const arn = await world.start(`20261121T000000Z-${index}`);
  const status = await world.finish(arn);
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(cpuFrom);
  const { transitions, history } = world.aws.stepFunctions.execution(arn);
  // Of the machine's role and of the deciding function's; not those of Auto Scaling itself.
  const made = world.aws.cloud.calls.slice(callsBefore).filter(({ principal }) => principal.kind === 'role');
  const invocations = world.invocations - invocationsBefore;
  await world.clock.advance(600_000);
  return {
    ms,
    cpuMs: (user + system) / 1_000,
    transitions,
    events: history.lastId,
    invocations,
    apiCalls: made.length,
    status,
  };
}

/** A release that bakes for 24 hours: its execution must not reach the limit of its history. */
async function ofADay(): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), 'bench-machine-'));
  try {
    synthesiseMachineShop(assembly, { shift: FOUR_STEPS, bakeTime: BAKE_OF_A_DAY });
    const world = await MachineWorld.create(assembly);
    const { status, transitions, events, invocations, apiCalls, ms } = await once(world, 0);
    await world.stop();
    console.table({
      'four steps, a gate, bake of 24 h': {
        ended: status,
        transitions,
        'history events': events,
        'Lambda invocations': invocations,
        'API calls': apiCalls,
        ms: Math.round(ms),
      },
    });
  } finally {
    rmSync(assembly, { recursive: true });
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function main(): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), 'bench-machine-'));
  try {
    synthesiseMachineShop(assembly, { shift: FOUR_STEPS, bakeTime: minutes(10) });
    const samples: Sample[] = [];
    let world = await MachineWorld.create(assembly);
    for (let index = 0; index < WARM_UP + RELEASES; index++) {
      // A history of its own for every hundred: what an account keeps of older releases is not what is measured.
      if (index % 100 === 99) {
        await world.stop();
        world = await MachineWorld.create(assembly);
      }
      const sample = await once(world, index);
      if (index >= WARM_UP) samples.push(sample);
    }
    await world.stop();
    const times = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const cpu = samples.map(({ cpuMs }) => cpuMs).toSorted((a, b) => a - b);
    const [first] = samples;
    console.table({
      'four steps, a gate, bake of 10 min': {
        'ended well': `${samples.filter(({ status }) => status === 'SUCCEEDED').length} of ${samples.length}`,
        transitions: first?.transitions ?? 0,
        'history events': first?.events ?? 0,
        'Lambda invocations': first?.invocations ?? 0,
        'API calls': first?.apiCalls ?? 0,
        'median ms': Number(quantile(times, 0.5).toFixed(1)),
        'p95 ms': Number(quantile(times, 0.95).toFixed(1)),
        'median CPU ms': Number(quantile(cpu, 0.5).toFixed(1)),
      },
    });
    await ofADay();
    console.log('goals: <= 200 transitions for four steps, <= 100 ms per release, < 25,000 history events');
  } finally {
    rmSync(assembly, { recursive: true });
  }
}

void main();
