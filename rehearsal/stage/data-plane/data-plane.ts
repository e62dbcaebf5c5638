import type { TlsOptions } from 'node:tls';
import { CertificateAuthority } from './certificate-authority';
import { Listener } from './listener';
import type { Observation } from './observation';
import { localRedirect } from './redirect';
import { type Decision, type RoutingSwitches, route } from './routing';
import type { GroupTable, ListenerTable, RoutingTable } from './routing-table';
import type { RequestFacts } from './rule-matching';
import { TargetPools } from './target-pools';

export interface DataPlaneOptions {
  /** Called, synchronously, when a request has ended. It must not throw. */
  readonly onObservation?: (observation: Observation) => void;
  /**
   * Milliseconds of the rehearsal's clock, for observations, cookies and slow starts.
   * @default Date.now
   */
  readonly now?: () => number;
  /** @default Math.random */
  readonly random?: () => number;
  /**
   * The address that ports are opened on.
   * @default '127.0.0.1'
   */
  readonly host?: string;
  /** @default - the safer value of each, see `RoutingSwitches` */
  readonly switches?: RoutingSwitches;
  /**
   * Issues the certificates of HTTPS listeners; whoever gives one closes it.
   * @default - one of its own
   */
  readonly authority?: CertificateAuthority;
}

/**
 * A load balancer on local ports: real HTTP between real clients and real processes, by a routing table that somebody
 * else keeps. It knows no AWS API.
 */
export class DataPlane {
  private listeners = new Map<string, ListenerTable>();
  private groups: ReadonlyMap<string, GroupTable> = new Map();
  /** Listeners whose port is closed, but which may still have requests to finish. */
  private readonly leaving = new Set<Listener>();
  private readonly open = new Map<string, { readonly key: string; readonly listener: Listener }>();
  private readonly pools = new TargetPools();
  private readonly underWay = new Map<string, number>();
  private ports: Promise<void> = Promise.resolve();
  private closed = false;
  private readonly authority: CertificateAuthority;

  constructor(private readonly options: DataPlaneOptions = {}) {
    this.authority = options.authority ?? new CertificateAuthority();
  }

  /**
   * Takes a new table. Requests that come from now on go by it, those under way end as they began, connections stay; this
   * has happened when the call returns. The promise resolves when new ports are open and those of listeners that are gone
   * are closed to new connections.
   *
   * @throws (rejects) when a port cannot be opened; the rest of the table holds all the same, and the next update tries again
   */
  public updateTable(table: RoutingTable): Promise<void> {
    if (this.closed) return Promise.reject(new Error('the data plane is closed; make a new one'));
    this.listeners = new Map(table.listeners.map((listener) => [listener.listenerArn, listener]));
    this.groups = new Map(table.groups.map((group) => [group.groupArn, group]));
    this.pools.keepOnly(table);
    const matched = this.ports.then(() => this.matchPorts());
    this.ports = matched.catch(() => undefined);
    return matched;
  }

  /**
   * The local port of a listener.
   *
   * @throws when the listener has no open port
   */
  public portOf(listenerArn: string): number {
    const port = this.tryPortOf(listenerArn);
    if (port === undefined)
      throw new Error(`listener '${listenerArn}' has no open port; has updateTable() with it resolved?`);
    return port;
  }

  /** The local port of a listener, or undefined while it has none. */
  public tryPortOf(listenerArn: string): number | undefined {
    return this.open.get(listenerArn)?.listener.port;
  }

  /** Requests that a target has not yet answered in full; those of the whole group without `targetId`. */
  public inFlight(groupArn: string, targetId?: string): number {
    if (targetId !== undefined) return this.underWay.get(place(groupArn, targetId)) ?? 0;
    const prefix = place(groupArn, '');
    return [...this.underWay].reduce((sum, [key, count]) => sum + (key.startsWith(prefix) ? count : 0), 0);
  }

  /** Ends every connection and frees every port. Twice is once. */
  public async close(): Promise<void> {
    this.closed = true;
    await this.ports;
    const all = [...this.leaving, ...[...this.open.values()].map(({ listener }) => listener)];
    this.open.clear();
    await Promise.all([...all.map((listener) => listener.destroy()), this.pools.destroy()]);
    if (!this.options.authority) this.authority.close();
  }

  /** Closes what should not be open (any more, or in this way), then opens what should. */
  private async matchPorts(): Promise<void> {
    for (const [arn, { key, listener }] of this.open) {
      const wanted = this.listeners.get(arn);
      if (wanted && portKey(wanted) === key) continue;
      this.open.delete(arn);
      this.leaving.add(listener);
      void listener.close().then(() => this.leaving.delete(listener));
    }
    const failures: unknown[] = [];
    for (const table of this.listeners.values()) {
      if (this.closed || this.open.has(table.listenerArn)) continue;
      await this.openPort(table).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  private async openPort(table: ListenerTable): Promise<void> {
    const { listenerArn } = table;
    const listener = new Listener(
      {
        listenerArn,
        current: () => this.listeners.get(listenerArn) ?? table,
        decide: (request, current) => this.decide({ url: request.url ?? '/', headers: request.headers }, current),
        pools: this.pools,
        count: (groupArn, targetId, change) => this.count(place(groupArn, targetId), change),
        observe: (seen) => this.options.onObservation?.({ listenerArn, ...seen, at: this.now() }),
      },
      table.protocol === 'HTTPS' ? await this.secureOptions() : undefined,
    );
    await listener.open(this.options.host ?? '127.0.0.1', table.localPort ?? 0);
    this.open.set(listenerArn, { key: portKey(table), listener });
  }

  private async secureOptions(): Promise<TlsOptions> {
    return { ...(await this.authority.issue()), SNICallback: this.authority.contextFor };
  }

  private decide(request: RequestFacts, listener: ListenerTable): Decision {
    const decision = route(request, listener, {
      groups: this.groups,
      random: this.options.random ?? Math.random,
      now: this.now(),
      switches: this.options.switches,
    });
    if (decision.kind !== 'redirect') return decision;
    const local = (arn: string) => this.open.get(arn)?.listener.port;
    const siblings = [...this.listeners.values()].filter((one) => one.loadBalancer === listener.loadBalancer);
    const ports = new Map(siblings.map(({ port, listenerArn }) => [port, local(listenerArn)]));
    return {
      ...decision,
      location: localRedirect(decision.location, request, local(listener.listenerArn), ports),
    };
  }

  private count(key: string, change: 1 | -1): void {
    const count = (this.underWay.get(key) ?? 0) + change;
    if (count === 0) this.underWay.delete(key);
    else this.underWay.set(key, count);
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }
}

function place(groupArn: string, targetId: string): string {
  return `${groupArn} ${targetId}`;
}

/** What an open port depends on; when it changes, the port has to be opened anew. */
function portKey({ protocol, localPort }: ListenerTable): string {
  return `${protocol} ${localPort ?? 'any'}`;
}
