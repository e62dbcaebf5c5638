import { INSYNC_MS } from '../../services/route53/durations';
import { DNS_CLIENTS } from './clients';

/** What the way of users from one answer to another depends on; milliseconds. */
export interface CurveOptions {
  readonly ttlMs: number;
  /** @default - as Route 53's durations say */
  readonly insyncMs?: number;
  /** @default - as `DNS_CLIENTS` says */
  readonly stragglerShare?: number;
  /** @default - as `DNS_CLIENTS` says */
  readonly stragglersKeepMs?: number;
}

/**
 * The share of users who still have the old answer some time after a change of all weight: name servers take the change
 * over one after the other until INSYNC, resolvers ask again when their answer is as old as the TTL, and stragglers when
 * it is as old as they keep it.
 *
 * @param sinceMs since the change was written
 */
export function shareOnOld(sinceMs: number, options: CurveOptions): number {
  const { ttlMs, insyncMs = INSYNC_MS } = options;
  const { stragglerShare = DNS_CLIENTS.stragglerShare, stragglersKeepMs = DNS_CLIENTS.stragglersKeepMs } = options;
  const share = (keepsMs: number) => stillOld(sinceMs, keepsMs, insyncMs);
  return (1 - stragglerShare) * share(ttlMs) + stragglerShare * share(stragglersKeepMs);
}

/** Until when users may still have the old answer. */
export function longestOnOldMs({ ttlMs, insyncMs = INSYNC_MS, stragglersKeepMs }: CurveOptions): number {
  return insyncMs + Math.max(ttlMs, stragglersKeepMs ?? DNS_CLIENTS.stragglersKeepMs);
}

/** The mean of "the name server asked was still old" over the moments at which the answers held now were asked for. */
function stillOld(sinceMs: number, keepsMs: number, insyncMs: number): number {
  if (sinceMs <= 0) return 1;
  if (keepsMs === 0)
    return oldUntil(sinceMs, insyncMs) - oldUntil(sinceMs, insyncMs) + Math.max(0, 1 - sinceMs / insyncMs);
  return (oldUntil(sinceMs, insyncMs) - oldUntil(sinceMs - keepsMs, insyncMs)) / keepsMs;
}

/** The time up to `at` (from long before the change) weighted with the share of old name servers; 0 at the change. */
function oldUntil(at: number, insyncMs: number): number {
  if (at <= 0) return at;
  const within = Math.min(at, insyncMs);
  return within - within ** 2 / (2 * insyncMs);
}
