import { MINUTES } from '../release';
import type { Rule } from '../rule';
import { newest, seen } from '../seen';

/**
 * Flagger with its tutorial's numbers: every minute the success rate of the candidate's last minute must be at least 99 %; the fifth
 * failed check sends it back. A check without any value counts as failed, once the candidate has traffic.
 */
export const flagger: Rule = {
  name: 'Flagger 99 %, threshold 5',
  decide(release, phase) {
    let failed = 0;
    for (let at = 60 * phase; at < 60 * MINUTES + 300; at += 60) {
      const last = newest(release, at);
      if (last < 0) continue;
      const minute = seen(release, 'candidate', last, at);
      if (minute === undefined || minute.requests === 0 || minute.bad / minute.requests > 0.01) failed++;
      if (failed >= 5) return at;
    }
    return undefined;
  },
};
