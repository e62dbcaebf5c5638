import type { DnsAnswer } from '../../services/route53/answer';
import { type Authority, type Cached, resolve } from './resolver';

/** Who asks for a name. All times are rehearsal time. */
export interface DnsClientsOptions {
  /** Asks the name servers: `() => route53.resolve(name, type, random)`. */
  readonly authority: Authority;
  /** From 0 to below 1. */
  readonly random: () => number;
  /**
   * How many resolvers there are, each with as many users as the other.
   * @default 200
   */
  readonly resolvers?: number;
  /**
   * Share of the resolvers that ignore the TTL: old Java runtimes, long-lived connection pools, home routers.
   * @default 0.05
   */
  readonly stragglerShare?: number;
  /**
   * How long these keep an answer, in milliseconds.
   * @default - 15 minutes
   */
  readonly stragglersKeepMs?: number;
}

/** What the options are when nobody sets them. */
export const DNS_CLIENTS = { resolvers: 200, stragglerShare: 0.05, stragglersKeepMs: 15 * 60_000 } as const;

/**
 * The users of a name, behind resolvers that cache. No AWS document says how many ignore a TTL or for how long: the figures
 * are assumptions with names, and the report says so.
 */
export class DnsClients {
  private readonly caches: (Kept | undefined)[];
  private readonly stragglers: number;
  private readonly keepsMs: number;

  /** @throws when an option is out of its range */
  constructor(private readonly options: DnsClientsOptions) {
    const { resolvers = DNS_CLIENTS.resolvers, stragglerShare = DNS_CLIENTS.stragglerShare } = options;
    if (!Number.isInteger(resolvers) || resolvers < 1) {
      throw new Error(`'resolvers' must be a whole number of at least 1, got ${resolvers}`);
    }
    if (!(stragglerShare >= 0 && stragglerShare <= 1)) {
      throw new Error(`'stragglerShare' must be from 0 to 1, got ${stragglerShare}`);
    }
    this.caches = Array.from({ length: resolvers }, () => undefined);
    this.stragglers = Math.round(resolvers * stragglerShare);
    this.keepsMs = options.stragglersKeepMs ?? DNS_CLIENTS.stragglersKeepMs;
  }

  /** The answer that the next user gets: one of them, drawn at random. */
  public next(now: number): DnsAnswer {
    return this.ask(Math.floor(this.options.random() * this.caches.length), now).answer;
  }

  /** What share of the users each answer has now. */
  public shares(now: number): { readonly answer: DnsAnswer; readonly share: number }[] {
    const counts = new Map<string, { answer: DnsAnswer; share: number }>();
    for (let resolver = 0; resolver < this.caches.length; resolver++) {
      const { answer, key } = this.ask(resolver, now);
      const found = counts.get(key) ?? { answer, share: 0 };
      found.share += 1 / this.caches.length;
      counts.set(key, found);
    }
    return [...counts.values()];
  }

  private ask(resolver: number, now: number): Kept {
    const cached = this.caches[resolver];
    const keepsMs = resolver < this.stragglers ? this.keepsMs : undefined;
    const held = resolve(cached, now, this.options.authority, keepsMs);
    if (cached && held === cached) return cached;
    // The first answers were asked for some time ago, each at another moment: they do not all expire together.
    const since = cached ? 0 : this.options.random() * (held.until - now);
    const { answer } = held;
    const key = `${answer.code} ${answer.setIdentifier ?? ''} ${answer.values.join()}`;
    const kept = { answer, key, until: held.until - Math.max(0, since) };
    this.caches[resolver] = kept;
    return kept;
  }
}

/** What a resolver holds. Answers with the same key lead the same way: there are many looks for one answer. */
interface Kept extends Cached {
  readonly key: string;
}
