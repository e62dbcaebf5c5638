/**
 * Size of each handler's bundle, and how long a fresh Node needs to load it: what a cold start pays before the handler runs.
 * Prints a table; needs `dist/handlers`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const GOAL = { kB: 400, millis: 120 };
const RUNS = 15;
const HANDLERS = path.resolve('dist', 'handlers');
/** Processor time too: on a computer that is busy with other things, time on the clock says little. */
const LOAD = `const [t, c] = [performance.now(), process.cpuUsage()]; require(process.argv[1]);
const { user, system } = process.cpuUsage(c); console.log(performance.now() - t, (user + system) / 1000)`;

function main(): void {
  if (!existsSync(HANDLERS)) throw new Error(`no handlers at ${HANDLERS}; run 'npm run build' first`);
  const rows = readdirSync(HANDLERS).map(measure);
  console.log(
    `Node ${process.version}, median of ${RUNS} fresh processes; goal: <= ${GOAL.kB} kB, <= ${GOAL.millis} ms`,
  );
  console.table(Object.fromEntries(rows.map(({ handler, ...row }) => [handler, row])));
}

function measure(handler: string) {
  const folder = path.join(HANDLERS, handler);
  // Everything that is shipped counts, not only the entry.
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  const loads = Array.from({ length: RUNS }, () => load(path.join(folder, 'index.js')));
  const [millis, cpu] = ([0, 1] as const).map((place) => loads.map((one) => one[place]).sort((a, b) => a - b));
  const [fastest = 0, median = 0, slowest = 0] = [millis?.[0], millis?.[RUNS >> 1], millis?.[RUNS - 1]];
  return {
    handler,
    kB: round(bytes / 1000),
    'require ms': round(median),
    fastest: round(fastest),
    slowest: round(slowest),
    'CPU ms': round(cpu?.[RUNS >> 1] ?? 0),
    goal: bytes <= GOAL.kB * 1000 && median <= GOAL.millis ? 'met' : 'missed',
  };
}

/** Milliseconds to require a bundle in a fresh process: on the clock, and of the processor. */
function load(file: string): [number, number] {
  const [clock, cpu] = execFileSync(process.execPath, ['-e', LOAD, file], { encoding: 'utf8' }).split(' ').map(Number);
  return [clock ?? Number.NaN, cpu ?? Number.NaN];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

main();
