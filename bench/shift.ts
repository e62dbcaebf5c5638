import { WARM_UP_MINUTES } from '../rehearsal/rehearse';
import { rehearseExample, type TimedRehearsal } from './rehearse-example';

/**
 * Does a shift lose requests? 1,000 requests per second, all the way through a good release of the example app: canary, all
 * traffic, bake, end of the previous colour. The goal is none.
 *
 * Usage: npm run bench:shift [-- ROUNDS]
 */
const RATE = 1000;
/** Slower than a rehearsal needs to be, so that each phase sees thousands of requests. */
const SPEED = 60;

async function main(rounds: number): Promise<void> {
  const rows = (await rehearseExample({ speed: SPEED, rate: RATE, times: rounds })).map(row);
  console.table(rows);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  console.log(`${failed} requests failed; goal: 0`);
}

function row({ report, releaseSeconds }: TimedRehearsal) {
  const { users, traffic, outcome } = report;
  const loadSeconds = releaseSeconds + (WARM_UP_MINUTES * 60) / SPEED;
  return {
    outcome,
    requests: users.requests,
    failed: users.failed,
    'blue (live before)': traffic.blue.requests,
    'blue errors': traffic.blue.errors,
    'green (candidate)': traffic.green.requests,
    'green errors': traffic.green.errors,
    'requests/s': Math.round(users.requests / loadSeconds),
    'release, real s': Number(releaseSeconds.toFixed(1)),
  };
}

void main(Number(process.argv[2] ?? 3));
