import type { Address } from '../ports';

/** Stands for every port of a machine. No connection can name it. */
const EVERY_PORT = 0;

/** Where an address of the cloud is on this computer. */
export interface Binding {
  readonly address: Address;
  readonly local: Address;
}

/**
 * The network of the cloud, as far as it is on this computer: which local port answers for a task's private address or
 * for a load balancer's host name.
 */
export class Network {
  private readonly bindings = new Map<string, Binding>();
  private readonly listeners = new Set<() => void>();

  /** From now on `local` answers for `address`; a host name is taken without regard to case. */
  public bind(address: Address, local: Address): void {
    this.bindings.set(keyOf(address), { address, local });
    this.changed();
  }

  /** Nobody answers for `address` any more. */
  public unbind(address: Address): void {
    if (this.bindings.delete(keyOf(address))) this.changed();
  }

  /** From now on `local` answers for every port of a machine that has no binding of its own. */
  public bindHost(host: string, local: Address): void {
    this.bind({ host, port: EVERY_PORT }, local);
  }

  /** The machine answers no more. */
  public unbindHost(host: string): void {
    this.unbind({ host, port: EVERY_PORT });
  }

  /** Where an address is on this computer; undefined when nothing is bound there. */
  public resolve(address: Address): Address | undefined {
    const found = this.bindings.get(keyOf(address)) ?? this.bindings.get(keyOf({ ...address, port: EVERY_PORT }));
    return found?.local;
  }

  /** Everything that is bound. */
  public get all(): readonly Binding[] {
    return [...this.bindings.values()];
  }

  /**
   * Calls `listener` after every change.
   *
   * @returns a function that ends the subscription
   */
  public onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** The text under which an address is known: `host:port`, in lower case. */
export function keyOf({ host, port }: Address): string {
  return `${host.toLowerCase()}:${port}`;
}
