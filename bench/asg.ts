import { rehearseExample } from './rehearse-example';

/**
 * `npm run bench:asg`: requests that users lose while two Auto Scaling groups are released under load: bring-up, scaling to live, four
 * steps, draining of the previous colour, with real processes and real HTTP. The goal is none at 500 requests per second.
 *
 * Usage: npm run bench:asg [-- SPEED]
 */
const RATE = 500;
const ROUNDS = 3;
/** Slow enough that draining and steps last for real seconds. */
const SPEED = 40;

async function main(speed: number): Promise<void> {
  const rows: Record<string, Record<string, string | number>> = {};
  const rehearsals = await rehearseExample({ speed, rate: RATE, times: ROUNDS, app: 'example-asg' });
  for (const [round, { report, releaseSeconds }] of rehearsals.entries()) {
    const { users, traffic, outcome } = report;
    rows[`round ${round + 1}`] = {
      outcome,
      'release, real s': Number(releaseSeconds.toFixed(1)),
      requests: users.requests,
      'per second': Math.round(users.requests / releaseSeconds),
      'of them on the candidate': traffic.green.requests,
      failed: users.failed,
    };
  }
  console.table(rows);
  console.log('goal: none failed');
}

const [given] = process.argv.slice(2).map(Number);
void main(given ?? SPEED);
