import type { Named, State } from './asl';

/** The two colours, by the names that the table and the definitions use. */
export const COLOURS = ['blue', 'green'] as const;

/** One of the two. */
export type Colour = (typeof COLOURS)[number];

/** Something that there is one of for each colour. */
export type PerColour<T> = { readonly [colour in Colour]: T };

/** One step of a shift: this share on the candidate, for so long. */
export interface ShiftStep {
  /** Percent of production traffic on the candidate, 1 to 100. */
  readonly weight: number;
  readonly bakeSeconds: number;
}

/** A hook, as the machine asks it. */
export interface MachineHook {
  /** The name that its states have. */
  readonly id: string;
  readonly stage: string;
  readonly functionArn: string;
  readonly timeoutSeconds: number;
}

/** A gate, where a person decides. */
export interface Gate {
  readonly seconds: number;
  readonly atDeadline: 'reject' | 'promote';
  readonly topicArn?: string;
  /** Where a person answers in the console; the release's id comes after each. */
  readonly links: ApprovalLinks;
}

/** Where the console asks once more whether a release is to be promoted, or rejected. */
export interface ApprovalLinks {
  readonly promote: string;
  readonly reject: string;
}

/** The part of a release that depends on what is released: the calls that move its traffic, and what comes before and after. */
export interface Workload {
  /** One write of both weights, each an expression of a percentage. */
  readonly setWeights: (weights: PerColour<string>) => State;
  /** After that write, until it has reached the clients. */
  readonly settle: readonly Named[];
  /** Brings the candidate up, to be tested. */
  readonly bringUp: readonly Named[];
  /** Leads test traffic to the colour that a variable names. */
  readonly testTraffic?: (colour: string) => State;
  /** Gives the candidate what it needs for all of production. */
  readonly scaleUp: readonly Named[];
  /** After the release: what becomes of the previous colour. */
  readonly retire: readonly Named[];
  /** After a rollback: what becomes of the candidate. */
  readonly scaleCandidateDown: readonly Named[];
  /** Before a rollback to a colour that is no longer up. */
  readonly bringUpPrevious: readonly Named[];
  /** Where hooks find the candidate, when that depends on the colour. */
  readonly testUrls?: PerColour<string>;
}

/** All that the definitions are made of. */
export interface MachineParts {
  /** The descriptor's path, for messages and events. */
  readonly path: string;
  readonly table: string;
  readonly decideFunction: string;
  readonly rollbackMachine: string;
  readonly releaseExecutions: string;
  readonly steps: readonly ShiftStep[];
  readonly hooks: readonly MachineHook[];
  readonly gate?: Gate;
  readonly recordSeconds: number;
  /** When a step is looked at first; sooner than a minute where something is probed. */
  readonly firstLookSeconds?: number;
  readonly consoleUrl: string;
  readonly workload: Workload;
}
