import type { Cloud } from '../../../cloud';
import type { Integrations } from '../integrations/integrations';
import type { TaskTokens } from '../task-tokens';

/** A point of an execution at which a test may end it. */
export interface KillPoint {
  readonly executionArn: string;
  /** The state's name. */
  readonly state: string;
  /** What is called, e.g. `elasticloadbalancing:ModifyListener`. */
  readonly action: string;
  readonly when: 'before' | 'after';
  /** Which call of the execution it is, from 1; redrives count on. */
  readonly call: number;
}

/** What a running execution needs. */
export interface World {
  readonly cloud: Cloud;
  readonly integrations: Integrations;
  readonly tokens: TaskTokens;
  /** The functions of Step Functions and of the clock, for expressions. */
  readonly functions: Readonly<Record<string, unknown>>;
  /** A number from 0 to below 1, for jitter. */
  readonly random: () => number;
  /** Asked before and after every call; true aborts the execution there. */
  readonly isKilledAt: (point: KillPoint) => boolean;
}
