import { Draws } from '../../../bench/analysis/draws';
import { latencyCounts } from '../../../bench/analysis/latency';

const MINUTES = 2_000;

/** The percentiles of many minutes with so many requests, sorted. */
function minutes(requests: number, latency = { slower: 1 }) {
  const draws = new Draws(5, 1);
  const beside = draws.beside();
  return Array.from({ length: MINUTES }, () => latencyCounts(draws, beside, requests, latency));
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length / 2] ?? 0;
}

describe("a minute's percentiles in the simulation", () => {
  test.each([1, 2, 7, 60, 600])('of %d requests are in their order', (requests) => {
    const wrong = minutes(requests).filter(({ p50, p95, p99 }) => !(p50 <= p95 && p95 <= p99));

    expect(wrong).toEqual([]);
  });

  // Half of the requests take 100 ms, 5 % more than 228 ms, 1 % more than 320 ms.
  test.each([
    ['p50', 0.1],
    ['p95', 0.2276],
    ['p99', 0.32],
  ] as const)('lie around those of all requests: %s', (name, seconds) => {
    const many = minutes(6_000);

    expect(medianOf(many.map((one) => one[name])) / seconds).toBeCloseTo(1, 1.5);
    expect(medianOf(minutes(6_000, { slower: 2 }).map((one) => one[name])) / seconds).toBeCloseTo(2, 1.5);
  });

  test('tell of the same requests as the number of slow ones: p95 is slow where a twentieth is', () => {
    const wrong = minutes(600).filter(({ slow, p95 }) => slow > 30 !== p95 > 0.2277);

    expect(wrong.length).toBeLessThan(MINUTES / 20);
  });
});

test('what is drawn beside changes nothing', () => {
  const [alone, together] = [new Draws(3, 4), new Draws(3, 4)];
  const beside = together.beside();

  expect(Array.from({ length: 5 }, () => alone.uniform())).toEqual(
    Array.from({ length: 5 }, () => {
      beside.uniform();
      return together.uniform();
    }),
  );
  expect(beside.uniform()).not.toBe(new Draws(3, 4).uniform());
});
