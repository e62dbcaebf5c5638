import type { Address } from '../ports';
import type { Elbv2 } from '../services/elbv2/elbv2';
import type { Switches } from '../switches';
import type { CertificateAuthority } from './data-plane/certificate-authority';
import { DataPlane } from './data-plane/data-plane';
import type { Observation } from './data-plane/observation';
import type { GroupTable, ListenerTable, RoutingTable } from './data-plane/routing-table';
import { routingSwitches } from './data-plane/switches';
import { loadBalancerAddresses } from './load-balancer-addresses';
import type { Network } from './network';

export interface LoadBalancingOptions {
  readonly elbv2: Elbv2;
  readonly network: Network;
  /** Issues the certificates of HTTPS listeners. */
  readonly authority: CertificateAuthority;
  readonly switches: Switches;
  /** Rehearsal time, in milliseconds. */
  readonly now: () => number;
  readonly onObservation: (observation: Observation) => void;
  /** A port could not be opened. */
  readonly onError: (error: Error) => void;
  /**
   * The port of this computer that a listener should have; it gets another, and `onError` is told, when that is taken.
   *
   * @default - any free one
   */
  readonly localPort?: (listener: ListenerTable) => number | undefined;
}

/** Where an open listener is. */
export interface OpenListener {
  readonly url: string;
  readonly localUrl: string;
}

/**
 * The real load balancers: a data plane that follows what Elastic Load Balancing says, whose targets are found through the
 * network, and whose listeners can be reached by their names in the cloud.
 */
export class LoadBalancing {
  private readonly plane: DataPlane;
  private readonly unsubscribe: () => void;
  private opened: Promise<void> = Promise.resolve();
  /** Listeners whose port was taken. */
  private readonly anywhere = new Set<string>();

  constructor(private readonly options: LoadBalancingOptions) {
    this.plane = new DataPlane({
      onObservation: options.onObservation,
      now: options.now,
      authority: options.authority,
      switches: routingSwitches(options.switches),
    });
    const unsubscribes = [options.elbv2, options.network].map((source) => source.onChange(() => this.follow()));
    this.unsubscribe = () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }

  /** The local port of a listener. Waits until it is open. */
  public async portOf(listenerArn: string): Promise<number> {
    await this.opened;
    return this.plane.portOf(listenerArn);
  }

  /** `http(s)://127.0.0.1:<port>`: where a listener is on this computer. Waits until it is open. */
  public async urlOf(listenerArn: string): Promise<string> {
    const port = await this.portOf(listenerArn);
    return `${schemeOf(this.listener(listenerArn))}://127.0.0.1:${port}`;
  }

  /**
   * A listener as it routes now.
   *
   * @throws when there is none
   */
  public listener(listenerArn: string): ListenerTable {
    const found = this.options.elbv2.routingTable().listeners.find((one) => one.listenerArn === listenerArn);
    if (found) return found;
    throw new Error(`there is no listener '${listenerArn}' of an application load balancer`);
  }

  /** Every open listener: its URL in the cloud, by the name of its load balancer, and the one on this computer. */
  public get open(): OpenListener[] {
    const { elbv2 } = this.options;
    return elbv2.routingTable().listeners.flatMap((listener): OpenListener[] => {
      const { listenerArn, loadBalancer = '', port } = listener;
      const local = this.plane.tryPortOf(listenerArn);
      const name = elbv2.state.loadBalancers.get(loadBalancer)?.description.DNSName;
      if (local === undefined || name === undefined) return [];
      const scheme = schemeOf(listener);
      return [{ url: `${scheme}://${name}:${port}`, localUrl: `${scheme}://127.0.0.1:${local}` }];
    });
  }

  public async close(): Promise<void> {
    this.unsubscribe();
    await this.plane.close();
  }

  /** Hands over the table of now; requests go by it when this returns. */
  private follow(): void {
    const { elbv2, network, onError, localPort } = this.options;
    const cloudTable = elbv2.routingTable();
    const table: RoutingTable = {
      listeners: cloudTable.listeners.map((listener) => ({
        ...listener,
        localPort: this.anywhere.has(listener.listenerArn) ? undefined : localPort?.(listener),
      })),
      groups: cloudTable.groups.map((group) => reachable(group, network)),
    };
    this.opened = this.plane
      .updateTable(table)
      .catch((error: Error) => {
        onError(error);
        return this.openAnywhere(table.listeners);
      })
      .then(() => this.bindListeners());
  }

  /** Gives another port to the listeners that did not get theirs. */
  private openAnywhere(listeners: readonly ListenerTable[]): Promise<void> | undefined {
    const closed = listeners.filter(
      ({ listenerArn, localPort }) => localPort !== undefined && this.plane.tryPortOf(listenerArn) === undefined,
    );
    if (closed.length === 0) return undefined;
    for (const { listenerArn } of closed) this.anywhere.add(listenerArn);
    this.follow();
    return this.opened;
  }

  /** From now on `<load balancer's name>:<port>` leads to the local port, for every listener that has one. */
  private bindListeners(): void {
    const { elbv2, network } = this.options;
    const addresses = loadBalancerAddresses(elbv2.state.loadBalancers.values());
    // The listeners of now: some may be gone since their ports were asked for.
    for (const { listenerArn, port } of elbv2.routingTable().listeners) {
      const local = this.plane.tryPortOf(listenerArn);
      if (local === undefined) continue;
      const { loadBalancerArn } = elbv2.state.listener(listenerArn);
      const address = addresses.find((one) => one.loadBalancerArn === loadBalancerArn);
      for (const host of address ? [address.dnsName, address.privateIpAddress] : []) {
        const bound = network.resolve({ host, port });
        if (bound?.port !== local) network.bind({ host, port }, { host: '127.0.0.1', port: local });
      }
    }
  }
}

function schemeOf({ protocol }: ListenerTable): 'http' | 'https' {
  return protocol === 'HTTPS' ? 'https' : 'http';
}

/** Where nobody answers: connections to the discard port of this computer are refused at once. */
export const NOBODY: Address = { host: '127.0.0.1', port: 9 };

/** The group with its targets where they really are; one whose process is gone refuses. */
function reachable(group: GroupTable, network: Network): GroupTable {
  return {
    ...group,
    targets: group.targets.map((target) => ({
      ...target,
      ...(network.resolve(target) ?? NOBODY),
    })),
  };
}
