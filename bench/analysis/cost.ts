import { look } from '../../lambda/analysis/look';
import { begin, judgedFrom } from '../../lambda/analysis/state';
import { Draws } from './draws';
import { PLAN } from './rules/ours';

const MINUTE = 60_000;
/** Looks behind a measured one, so that code that runs for the first time does not count. */
const WARM_UP = 200;

/** What one look takes of the processor, and what it carries on, hour after hour. */
export function cost(hours: readonly number[]): { hour: number; millis: number; bytes: number }[] {
  const draws = new Draws(1, 1);
  let state = begin(PLAN, { samples: [], requests: [] }, 0);
  const rows: { hour: number; millis: number; bytes: number }[] = [];
  let from = process.cpuUsage();
  let looks = 0;
  for (let minute = 0; minute <= 60 * Math.max(...hours); minute++) {
    const first = Math.max(0, Math.floor(judgedFrom(state) / MINUTE));
    const periods = Array.from({ length: minute + 1 - first }, (_, index) => ({
      at: (first + index) * MINUTE,
      seconds: 60,
    }));
    const samples = periods.flatMap((period) =>
      PLAN.measures.map(({ name }) => ({
        measure: name,
        ...period,
        candidate: { bad: draws.poisson(3), total: 3000 },
        live: { bad: draws.poisson(3), total: 3000 },
      })),
    );
    const requests = periods.map((period) => ({ ...period, candidate: 3000, live: 3000 }));
    state = look(PLAN, state, { samples, requests, steps: [{ at: 0, weight: 0.5 }] }, (minute + 1) * MINUTE).state;
    looks++;
    if (minute === WARM_UP) [from, looks] = [process.cpuUsage(), 0];
    if (hours.includes(minute / 60)) {
      const { user, system } = process.cpuUsage(from);
      rows.push({ hour: minute / 60, millis: (user + system) / 1000 / looks, bytes: JSON.stringify(state).length });
      [from, looks] = [process.cpuUsage(), 0];
    }
  }
  return rows;
}
