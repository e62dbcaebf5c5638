/** An event as EventBridge carries it, without its envelope's id and version. */
export interface CloudEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: string[];
  readonly detail: Record<string, unknown>;
  /** Rehearsal time, in milliseconds. */
  readonly time: number;
}

/** The default event bus of the account. */
export class EventBus {
  private readonly listeners = new Set<(event: CloudEvent) => void>();

  public publish(event: CloudEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  /** @returns a function that ends the subscription */
  public subscribe(listener: (event: CloudEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
