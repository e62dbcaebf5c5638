import {
  BACK_FROM_ZERO,
  REDRIVEN,
  RETIRED,
  RETIREMENT_REVIVED,
  REVIVED,
  REVIVED_LATE,
  ROLLBACK,
  ROLLED_BACK,
} from '../test/faults/endings';
import { type Ending, killAtEach, placesOf } from '../test/faults/kill-points';
import { removeAssemblies, WORLDS } from '../test/faults/worlds';

/**
 * Kills an execution before and after every single call of it, and mends it in each way that a person has. `npm test` takes one place
 * for each state where that is enough. A problem is whatever breaks "exactly one live colour with everything, lock free, record
 * complete", at any time.
 */
const ENDINGS: Readonly<Record<string, Ending>> = {
  'release killed, redriven': REDRIVEN,
  'release killed, rolled back': ROLLED_BACK,
  'rollback killed, redriven': ROLLBACK,
  'release killed, rolled back, redriven': REVIVED,
  'release killed, rolled back, another one, redriven': REVIVED_LATE,
  'rollback from zero killed, redriven': BACK_FROM_ZERO,
};
const OF_A_RETIREMENT: Readonly<Record<string, Ending>> = {
  'retirement killed, redriven': RETIRED,
  'retirement killed, rolled back, redriven': RETIREMENT_REVIVED,
};

async function main(): Promise<void> {
  const rows: Record<string, object> = {};
  for (const [name, worlds] of Object.entries(WORLDS)) {
    const create = worlds();
    const endings = { ...ENDINGS, ...(name === 'keptForAnHour' && OF_A_RETIREMENT) };
    for (const [ending, each] of Object.entries(endings)) {
      const [, all = []] = await placesOf(await create(), each);
      // Killed before it has the lock, it begins when it is redriven, like any other.
      const places = each === REVIVED_LATE ? all.filter(({ state }) => state !== 'Lock') : all;
      const problems = await killAtEach(places, create, each);
      rows[`${name}: ${ending}`] = { places: places.length, problems: problems.length };
      for (const problem of problems) console.log(`${name}: ${ending}: ${problem}`);
    }
  }
  console.table(rows);
  removeAssemblies();
}

void main();
