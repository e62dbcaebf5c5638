import { MINUTES } from '../release';
import type { Rule } from '../rule';
import { newest, seen } from '../seen';
import { classify, score } from './kayenta-judge';

/** Minutes between two analyses, each over everything since the first traffic. */
const INTERVAL_MINUTES = 10;
const MARGINAL = 50;
const PASS = 75;

/**
 * Kayenta's standalone analysis: error percent and p99 by minute, each in a group of its own that counts half, marginal 50 and pass 75 as its
 * schema's example has them. A score at or below marginal ends it at once; at the end less than pass fails.
 */
export const kayenta: Rule = {
  name: 'Kayenta, 50/75, every 10 min',
  decide(release, phase) {
    const end = 60 * MINUTES;
    for (let at = 60 * INTERVAL_MINUTES * (1 + phase / INTERVAL_MINUTES); at < end; at += 60 * INTERVAL_MINUTES) {
      const metrics = [{ values: errorPercent }, { values: p99Millis }].map(({ values }) =>
        classify({
          experiment: minutes(release, 'candidate', at, values),
          control: minutes(release, 'live', at, values),
          direction: 'increase',
        }),
      );
      const total = score(metrics);
      const isLast = at + 60 * INTERVAL_MINUTES >= end;
      if (total <= MARGINAL || (isLast && total < PASS)) return at;
    }
    return undefined;
  },
};

type Values = (minute: { readonly requests: number; readonly bad: number; readonly p99: number }) => number;

// In percent and milliseconds: the judge resolves no shift below 0.0001.
const errorPercent: Values = ({ requests, bad }) => (requests === 0 ? Number.NaN : (100 * bad) / requests);
const p99Millis: Values = ({ requests, p99 }) => (requests === 0 ? Number.NaN : 1000 * p99);

function minutes(
  release: Parameters<Rule['decide']>[0],
  colour: 'candidate' | 'live',
  at: number,
  values: Values,
): number[] {
  return Array.from({ length: newest(release, at) + 1 }, (_, minute) => {
    const one = seen(release, colour, minute, at);
    return one === undefined ? Number.NaN : values(one);
  });
}
