import { MINUTES, type Release } from '../release';
import type { Rule } from '../rule';
import { seen } from '../seen';

/** How many periods an alarm looks back for its points. */
const RANGE = 5;

/** An alarm for each colour on its share of 5xx answers; evaluated every minute; minutes without requests have no point. */
export function errorAlarm(percent: number, periods: number): Rule {
  const fires = (release: Release, colour: 'candidate' | 'live', last: number, at: number): boolean => {
    let points = 0;
    for (let minute = last; minute >= Math.max(0, last - periods - RANGE + 1); minute--) {
      const one = seen(release, colour, minute, at);
      if (one === undefined || one.requests === 0) continue;
      if ((100 * one.bad) / one.requests <= percent) return false;
      if (++points === periods) return true;
    }
    // Fewer points than periods: the missing ones are not breaching.
    return false;
  };
  return {
    name: `CloudWatch alarm ${percent} %, ${periods} of ${periods}`,
    decide(release, phase) {
      let last = -1;
      for (let at = 60 * phase; at < 60 * MINUTES + 300; at += 60) {
        while (last + 1 < MINUTES && (release.publishedAt[last + 1] ?? Number.POSITIVE_INFINITY) <= at) last++;
        if (last < 0) continue;
        if (fires(release, 'candidate', last, at) || fires(release, 'live', last, at)) return at;
      }
      return undefined;
    },
  };
}
