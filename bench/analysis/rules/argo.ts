import { MINUTES } from '../release';
import type { Rule } from '../rule';
import { newest, seen } from '../seen';

/**
 * Argo Rollouts, a template with two metrics: success rate at least 0.99, p99 at most 0.5 s; each may fail twice. Its documentation
 * measures every five minutes over five minutes; many teams take one. A measurement without data is an error, which is not a failure.
 */
export function argo(minutes: number): Rule {
  return {
    name: `Argo 0.99, p99 0.5 s, every ${minutes} min`,
    decide(release, phase) {
      let [rate, latency] = [0, 0];
      for (let at = 60 * minutes * phase; at < 60 * MINUTES + 300; at += 60 * minutes) {
        const last = newest(release, at);
        let [requests, bad, p99] = [0, 0, 0];
        for (let minute = Math.max(0, last - minutes + 1); minute <= last; minute++) {
          const one = seen(release, 'candidate', minute, at);
          if (one === undefined || one.requests === 0) continue;
          requests += one.requests;
          bad += one.bad;
          p99 += one.p99 * one.requests;
        }
        if (requests === 0) continue;
        if (bad / requests > 0.01) rate++;
        if (p99 / requests > 0.5) latency++;
        if (rate > 2 || latency > 2) return at;
      }
      return undefined;
    },
  };
}
