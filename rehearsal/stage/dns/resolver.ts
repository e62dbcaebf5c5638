import type { DnsAnswer } from '../../services/route53/answer';

/** Asks the name servers. */
export type Authority = () => DnsAnswer;

/** What a resolver holds. */
export interface Cached {
  readonly answer: DnsAnswer;
  /** Rehearsal time in milliseconds at which it asks again. */
  readonly until: number;
}

/**
 * What a resolver answers: what it holds until its time is over, then what the name servers say.
 *
 * @param keepsMs a resolver that ignores the TTL keeps every answer for so long; one that honours it as long as the TTL says
 */
export function resolve(cached: Cached | undefined, now: number, ask: Authority, keepsMs?: number): Cached {
  if (cached && now < cached.until) return cached;
  const answer = ask();
  return { answer, until: now + (keepsMs ?? answer.ttlSeconds * 1_000) };
}
