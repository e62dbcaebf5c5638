import { Pool } from 'undici';
import type { GroupTable, RoutingTable, Target } from './routing-table';

/** AWS: a target that does not accept a connection within 10 seconds is a 504. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connections to targets, kept alive and reused, one pool an address. undici, because it was the fastest of what was
 * measured (bench/proxy.ts): about twice httpxy and node's own http.Agent.
 */
export class TargetPools {
  private readonly pools = new Map<string, Pool>();

  /** The pool of a target's address. */
  public of(group: GroupTable, target: Target): Pool {
    const origin = originOf(group, target);
    let pool = this.pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, {
        pipelining: 1,
        connect: { timeout: CONNECT_TIMEOUT_MS, rejectUnauthorized: false },
      });
      this.pools.set(origin, pool);
    }
    return pool;
  }

  /** Ends the connections to addresses that are in no group any more, each when its last request is done. */
  public keepOnly(table: RoutingTable): void {
    const wanted = new Set(table.groups.flatMap((group) => group.targets.map((target) => originOf(group, target))));
    for (const [origin, pool] of this.pools) {
      if (wanted.has(origin)) continue;
      this.pools.delete(origin);
      void pool.close();
    }
  }

  /** Ends all connections at once. */
  public async destroy(): Promise<void> {
    const all = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(all.map((pool) => pool.destroy()));
  }
}

function originOf({ protocol = 'HTTP' }: GroupTable, { host, port }: Target): string {
  return `${protocol.toLowerCase()}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
