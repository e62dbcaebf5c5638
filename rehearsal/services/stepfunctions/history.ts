import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { Clock } from '../../clock';

/** An execution has at most so many events; the last of them is its failure. */
export const HISTORY_LIMIT = 25_000;

export type EventDetails = Partial<Omit<HistoryEvent, 'id' | 'type' | 'timestamp' | 'previousEventId'>>;

/** The execution has no room for another event; nothing can catch it. */
export class HistoryFull extends Error {
  constructor() {
    super(`The execution reached the maximum number of history events (${HISTORY_LIMIT}).`);
    this.name = 'HistoryFull';
  }
}

/** The events of one execution, numbered from 1. */
export class History {
  public readonly events: HistoryEvent[] = [];

  constructor(private readonly clock: Clock) {}

  /** @returns the event's id. @throws HistoryFull when only the execution's own end has room */
  public add(type: HistoryEventType, previousEventId: number, details: EventDetails = {}): number {
    if (this.events.length >= HISTORY_LIMIT - 1 && !ENDS.has(type)) throw new HistoryFull();
    const id = this.events.length + 1;
    this.events.push({ timestamp: new Date(this.clock.now()), type, id, previousEventId, ...details });
    return id;
  }

  public get lastId(): number {
    return this.events.length;
  }
}

const ENDS = new Set<HistoryEventType>([
  'ExecutionFailed',
  'ExecutionAborted',
  'ExecutionTimedOut',
  'ExecutionSucceeded',
]);
