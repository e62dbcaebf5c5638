import { rehearseExample } from './rehearse-example';

/**
 * How long a rehearsal of the example app takes: a canary of 5 minutes and a bake of 10, with real processes and real HTTP.
 * The goal is 20 s, from the moment the release is asked for to its end, and in all.
 *
 * Usage: npm run bench:rehearsal [-- SPEED...]
 */
const ROUNDS = 3;
const RATE = 50;
/** The default of `bluegreen rehearse`, and faster. */
const SPEEDS = [80, 120];

async function main(speeds: readonly number[]): Promise<void> {
  const rows: Record<string, Record<string, string | number>> = {};
  for (const speed of speeds) {
    const rehearsals = await rehearseExample({ speed, rate: RATE, times: ROUNDS });
    for (const [round, { report, releaseSeconds, allSeconds }] of rehearsals.entries()) {
      rows[`speed ${speed}, round ${round + 1}`] = {
        outcome: report.outcome,
        'release, minutes': Number((report.durationSeconds / 60).toFixed(1)),
        'release, real s': Number(releaseSeconds.toFixed(1)),
        'in all, real s': Number(allSeconds.toFixed(1)),
        requests: report.users.requests,
        failed: report.users.failed,
      };
    }
  }
  console.table(rows);
  console.log('goal: <= 20 real seconds');
}

const given = process.argv.slice(2).map(Number);
void main(given.length > 0 ? given : SPEEDS);
