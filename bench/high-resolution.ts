import { parseArgs } from 'node:util';
import { valuesSentBack } from './high-resolution/values-bound';

/**
 * What decision 0027 says of metrics of high resolution. `--values N`: the sign test of a value, by minutes and by periods of ten seconds, over N
 * hour-long releases for each way in which values deviate; 0 leaves the part out. The seeds are in the program.
 */
const { values: options } = parseArgs({ options: { values: { type: 'string', default: '10000' } } });

/** The default of an analysis. */
const FALSE_ROLLBACKS = 0.001;

if (Number(options.values) > 0) values(Number(options.values));

function values(releases: number): void {
  console.log(
    `candidates sent back by a value, at ${percent(FALSE_ROLLBACKS)} false rollbacks, ${releases} releases a row`,
  );
  console.log('  times live  spread  lasting    by minutes  by ten seconds');
  for (const ratio of [1, 1.2]) {
    for (const spread of [0.2, 0.5]) {
      for (const lasting of [0, 10, 30, 60, 120]) {
        const { byMinutes, byPeriods } = valuesSentBack({ ratio, spread, lasting }, releases, FALSE_ROLLBACKS);
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
