import { performance } from 'node:perf_hooks';
import { World, type WorldOptions } from '../test/fixtures/world';

/**
 * How long a whole release takes in virtual time: services, task sets, health checks, alarms and hooks of the local AWS
 * without HTTP. The goal is 50 ms for a release with a canary of 5 minutes and a bake of 10.
 */

interface Kind {
  readonly name: string;
  readonly options: WorldOptions;
  /** What happens while it runs. */
  readonly meanwhile?: (world: World, deploymentId: string) => Promise<void>;
}

const RELEASES = 40;
const WARM_UP = 5;

const alarms = ['errors', 'latency'];
const KINDS: Kind[] = [
  {
    name: 'canary 5 min, bake 10 min',
    options: { config: 'CodeDeployDefault.ECSCanary10Percent5Minutes', bakeMinutes: 10, desiredCount: 2, alarms },
  },
  {
    name: 'linear 10 % each min, bake 5 min',
    options: { desiredCount: 2, alarms },
  },
  {
    name: 'all at once, no bake',
    options: { config: 'CodeDeployDefault.ECSAllAtOnce', bakeMinutes: 0, desiredCount: 2, alarms },
  },
  {
    name: 'alarm while shifting, rollback',
    options: { config: 'CodeDeployDefault.ECSCanary10Percent5Minutes', bakeMinutes: 10, desiredCount: 2, alarms },
    meanwhile: async (world) => {
      await world.clock.advance(200_000);
      await world.setAlarm('errors', 'ALARM');
    },
  },
  {
    name: '20 tasks, canary 5 min, bake 10 min',
    options: { config: 'CodeDeployDefault.ECSCanary10Percent5Minutes', bakeMinutes: 10, desiredCount: 20, alarms },
  },
];

interface Sample {
  readonly realMs: number;
  /** Processor time of this process: what is left when other programs compute beside it. */
  readonly cpuMs: number;
  readonly virtualMs: number;
  readonly calls: number;
  readonly status: string;
}

async function once({ options, meanwhile }: Kind): Promise<Sample> {
  const world = await World.create(options);
  const smoke = await world.hook('smoke', world.reporting('Succeeded', 20_000));
  const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
  const [virtualFrom, callsBefore] = [world.clock.now(), world.cloud.calls.length];
  const deploymentId = await world.release({ AfterAllowTestTraffic: smoke });
  await meanwhile?.(world, deploymentId);
  const { status = '' } = await world.finish(deploymentId);
  const realMs = performance.now() - from;
  const { user, system } = process.cpuUsage(cpuFrom);
  world.stop();
  return {
    realMs,
    cpuMs: (user + system) / 1_000,
    virtualMs: world.clock.now() - virtualFrom,
    calls: world.cloud.calls.length - callsBefore,
    status,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function main(): Promise<void> {
  const rows: Record<string, Record<string, string | number>> = {};
  for (const kind of KINDS) {
    const samples: Sample[] = [];
    for (let index = 0; index < WARM_UP + RELEASES; index++) {
      const sample = await once(kind);
      if (index >= WARM_UP) samples.push(sample);
    }
    const times = samples.map(({ realMs }) => realMs).toSorted((a, b) => a - b);
    const cpu = samples.map(({ cpuMs }) => cpuMs).toSorted((a, b) => a - b);
    const [first] = samples;
    rows[kind.name] = {
      outcome: first?.status ?? '',
      'virtual min': Math.round((first?.virtualMs ?? 0) / 6_000) / 10,
      'AWS calls': first?.calls ?? 0,
      'median ms': Number(quantile(times, 0.5).toFixed(1)),
      'p95 ms': Number(quantile(times, 0.95).toFixed(1)),
      'median CPU ms': Number(quantile(cpu, 0.5).toFixed(1)),
    };
  }
  console.table(rows);
  console.log(`${RELEASES} releases of each; goal: <= 50 ms per release`);
}

void main();
