import type { Workflow } from '../language/workflow';

/**
 * Where a workflow is: what Step Functions keeps of it. A frame that failed can be run again from where it stopped,
 * which is what a redrive does.
 */
export interface Frame {
  readonly workflow: Workflow;
  /** The workflow whose Parallel or Map state this one belongs to; its variables can be read. */
  readonly outer?: Frame;
  /** Of an iteration of a Map state. */
  readonly iteration?: Iteration;
  /** The workflow's own variables. */
  readonly variables: Record<string, unknown>;
  /** The state that is next to be run, or that is running, or that failed. */
  at: string;
  /** The input of that state. */
  input: unknown;
  /** The state was entered, and was not left yet. */
  entry?: Entry;
  /** The branches or iterations of the Parallel or Map state that is running or failed. */
  children?: Frame[];
  /** The workflow ended, with this output. */
  done?: { readonly output: unknown };
  /** The event after which the next one comes; AWS lets the first state follow no event, not even ExecutionStarted. */
  lastEventId: number;
}

/** When a state was entered, and the number of that event. */
export interface Entry {
  readonly eventId: number;
  readonly time: number;
  /** The end of a Wait state's time. */
  waitUntil?: number;
}

export interface Iteration {
  /** The Map state's name. */
  readonly name: string;
  readonly index: number;
}

/** A workflow before its first state. */
export function newFrame(workflow: Workflow, input: unknown, place: Pick<Frame, 'outer' | 'iteration'> = {}): Frame {
  return { workflow, ...place, variables: {}, at: workflow.startAt, input, lastEventId: place.outer?.lastEventId ?? 0 };
}

/** The variables that a state of the workflow can read. */
export function visibleVariables(frame: Frame): Record<string, unknown> {
  return frame.outer ? { ...visibleVariables(frame.outer), ...frame.variables } : frame.variables;
}
