import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Colour } from '../../../rehearsal/report';
import type { Phase, Step } from '../../commands/ports';

/** What the table knows of a release. */
export interface ReleaseRecord {
  readonly id: string;
  readonly phase: Phase;
  /** Absent while it runs. */
  readonly outcome?: 'succeeded' | 'rolled-back' | 'refused';
  /** The colour that was live when it began. */
  readonly live: Colour;
  /** The candidate's colour. */
  readonly idle: Colour;
  /** ARN of its execution. */
  readonly execution?: string;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly who?: string;
  readonly description?: string;
  readonly reason?: string;
  readonly promotedBy?: string;
  /** Name of the execution that takes or took it back, when that has said so; one that an alarm started has a name of EventBridge's. */
  readonly rollback?: string;
  /** What answers the gate; there while it is open only. */
  readonly taskToken?: string;
  readonly gateUntil?: Date;
  readonly steps: readonly Step[];
}

type Item = Readonly<Record<string, AttributeValue>>;

/** Texts that the machine writes where nothing was said. */
const NOTHING_SAID = new Set(['', '-', 'unknown']);

/** Reads an item of kind `release`. */
export function readRecord(item: Item): ReleaseRecord {
  const live = colourIn(item, 'live') ?? 'blue';
  return {
    id: text(item, 'id') ?? '',
    phase: (text(item, 'phase') ?? 'preparing') as Phase,
    outcome: text(item, 'outcome') as ReleaseRecord['outcome'],
    live,
    idle: live === 'blue' ? 'green' : 'blue',
    execution: text(item, 'execution'),
    startedAt: time(item, 'startedAt'),
    endedAt: time(item, 'endedAt'),
    who: text(item, 'who'),
    description: text(item, 'description'),
    reason: text(item, 'reason'),
    promotedBy: text(item, 'promotedBy'),
    rollback: text(item, 'rollback'),
    taskToken: text(item, 'taskToken'),
    gateUntil: time(item, 'gateUntil'),
    steps: readSteps(item.steps?.M ?? {}),
  };
}

/** The colour that an attribute names; undefined when it is absent. */
export function colourIn(item: Item, name: string): Colour | undefined {
  const value = item[name]?.S;
  return value === 'blue' || value === 'green' ? value : undefined;
}

/** A text attribute; undefined when it is absent or says nothing. */
export function text(item: Item, name: string): string | undefined {
  const value = item[name]?.S;
  return value === undefined || NOTHING_SAID.has(value) ? undefined : value;
}

/** A time; undefined when the attribute is absent or says nothing. */
export function time(item: Item, name: string): Date | undefined {
  const value = new Date(text(item, name) ?? '');
  return Number.isNaN(value.getTime()) ? undefined : value;
}

/** The map `"1"` to {`weight`, ...} in the order of the steps. */
function readSteps(steps: Item): Step[] {
  return Object.entries(steps)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, { M: step = {} }]) => ({
      weight: Number(step.weight?.N ?? 0),
      at: time(step, 'at'),
      verdict: text(step, 'verdict'),
      reason: text(step, 'reason'),
    }));
}
