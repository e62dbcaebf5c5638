import path from 'node:path';
import { migrateUnderLoad } from '../test/fixtures/migration-under-load';

/**
 * What users notice when a service moves from CodeDeploy to ECS itself by one stack update, with real processes and real HTTP: nothing is
 * the goal.
 */
const RUNS = Number(process.env.RUNS ?? 3);
const RATE = Number(process.env.RATE ?? 200);
const SPEED = Number(process.env.SPEED ?? 60);

async function main(): Promise<void> {
  const rows: Record<string, object> = {};
  for (let run = 1; run <= RUNS; run++) {
    for (const live of ['blue', 'green'] as const) {
      const { load, deploySeconds, liveAfter } = await migrateUnderLoad({
        speed: SPEED,
        rate: RATE,
        live,
        load: { worker: path.resolve('dist', 'bin', 'load-worker.js') },
      });
      rows[`run ${run}, ${live} live`] = {
        requests: load.requests,
        'other than 2xx': load.non2xx,
        'without an answer': load.connectionErrors + load.timeouts,
        'p99 ms': Math.round(load.latency.p99),
        'deploy took': `${Math.round(deploySeconds)} s`,
        'live after': liveAfter,
      };
    }
  }
  console.table(rows);
}

void main();
