import type { Resource } from '../integrations/resource';
import type { Template } from './template';

/** A compiled state machine, branch of a Parallel state, or item processor of a Map state. */
export interface Workflow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** Of the whole execution; top level only. */
  readonly timeoutSeconds?: number;
}

interface CommonState {
  readonly name: string;
  readonly output?: Template;
  readonly assign?: Template;
}

interface WithNext {
  /** Undefined where the state ends its workflow. */
  readonly next?: string;
}

interface WithHandlers {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly jitter: boolean;
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly output?: Template;
  readonly assign?: Template;
}

export interface ChoiceRule {
  readonly condition: Template;
  readonly next: string;
  readonly output?: Template;
  readonly assign?: Template;
}

export interface TaskState extends CommonState, WithNext, WithHandlers {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly arguments?: Template;
  readonly timeoutSeconds?: Template;
  readonly heartbeatSeconds?: Template;
}

export interface ParallelState extends CommonState, WithNext, WithHandlers {
  readonly type: 'Parallel';
  readonly branches: readonly Workflow[];
  readonly arguments?: Template;
}

export interface MapState extends CommonState, WithNext, WithHandlers {
  readonly type: 'Map';
  readonly itemProcessor: Workflow;
  readonly items?: Template;
  readonly itemSelector?: Template;
  readonly maxConcurrency?: Template;
}

export interface ChoiceState extends CommonState {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  readonly default?: string;
}

export interface WaitState extends CommonState, WithNext {
  readonly type: 'Wait';
  readonly seconds?: Template;
  readonly timestamp?: Template;
}

export interface PassState extends CommonState, WithNext {
  readonly type: 'Pass';
}

export interface SucceedState extends CommonState {
  readonly type: 'Succeed';
}

export interface FailState extends CommonState {
  readonly type: 'Fail';
  readonly error?: Template;
  readonly failCause?: Template;
}

/** States that `Retry` and `Catch` can stand on. */
export type HandledState = TaskState | ParallelState | MapState;

export type State = HandledState | ChoiceState | WaitState | PassState | SucceedState | FailState;
