import { parseArgs } from 'node:util';
import { countsSentBack, DAYS } from './high-resolution/counts-bound';
import { detection, type Row, ruleDetection } from './high-resolution/detection';
import { valuesSentBack } from './high-resolution/values-bound';

/**
 * What decision 0027 says of metrics of high resolution: how much sooner candidates are sent back, and what becomes of the bound on false rollbacks.
 *
 * `--counts N`: N releases a row for the bound on counts; `--values N`: the same for a value; 0 leaves a part out, `--no-table` the first one. The seeds are
 * in the program.
 */
const { values: options } = parseArgs({
  options: {
    counts: { type: 'string', default: '1000' },
    values: { type: 'string', default: '10000' },
    table: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

/** Ten times the default, so that a thousand releases can tell. */
const OF_COUNTS = 0.01;
/** The default of an analysis. */
const OF_VALUES = 0.001;

void main();

async function main(): Promise<void> {
  if (options.table) await table();
  if (Number(options.counts) > 0) counts(Number(options.counts));
  if (Number(options.values) > 0) values(Number(options.values));
}

async function table(): Promise<void> {
  console.log('seconds with users, mean of six releases at 10 % of 100 requests/s');
  console.log('        loses   by minutes  by ten seconds');
  show(await detection([0.01, 0.02, 0.05, 0.1, 0.3]));
  console.log('  by a fixed rule alone: more than 2 % lost, three times');
  show(await ruleDetection([0.05, 0.1, 0.3]));
}

function show(rows: readonly Row[]): void {
  for (const { losing, byMinutes, byTenSeconds } of rows) {
    console.log(
      `${percent(losing).padStart(13)} ${byMinutes.toFixed(0).padStart(12)} ${byTenSeconds.toFixed(0).padStart(15)}`,
    );
  }
}

function counts(releases: number): void {
  console.log(`\n1.2 times as bad as live, at ${percent(OF_COUNTS)} false rollbacks: sent back of ${releases}`);
  for (const day of DAYS) {
    console.log(`  ${day.name.padEnd(24)} ${`${countsSentBack(day, releases, OF_COUNTS)}`.padStart(5)}`);
  }
}

function values(releases: number): void {
  console.log(`\na value, at ${percent(OF_VALUES)} false rollbacks, ${releases} releases a row: sent back`);
  console.log('  times live  spread  lasting    by minutes  by ten seconds');
  for (const ratio of [1, 1.2]) {
    for (const spread of [0.2, 0.5]) {
      for (const lasting of [0, 10, 30, 60, 120]) {
        const { byMinutes, byPeriods } = valuesSentBack({ ratio, spread, lasting }, releases, OF_VALUES);
        const row = [`${ratio}`.padStart(12), `${spread}`.padStart(7), `${lasting} s`.padStart(8)];
        console.log(`${row.join(' ')} ${cell(byMinutes / releases)} ${cell(byPeriods / releases)}`);
      }
    }
  }
}

function cell(share: number): string {
  return percent(share).padStart(13);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
