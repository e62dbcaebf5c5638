import type { Phase as ReleasePhase } from '../lambda/shared/release/phase';

/** What a rehearsal tells while it runs, and at its end. Plain data: `--json` writes it as it is. */

/** The one-word state of a release, for people. One that fails is still going back until somebody has looked. */
export type Phase = Exclude<ReleasePhase, 'failed'>;

export type Colour = 'blue' | 'green';

/** Users' requests that one colour served. */
export interface ColourTraffic {
  readonly requests: number;
  /** Answers of status 5xx and connections that failed. */
  readonly errors: number;
}

/** The state of a release at one moment. */
export interface Progress {
  /** Rehearsal seconds since the release was asked for. */
  readonly elapsedSeconds: number;
  readonly phase: Phase;
  /** The lifecycle event that runs now, in AWS's words, e.g. `AllowTraffic`. */
  readonly event?: string;
  readonly live: Colour;
  /** Share of production traffic, in percent. */
  readonly weights: Readonly<Record<Colour, number>>;
  readonly healthyTargets: Readonly<Record<Colour, number>>;
  /** Users' production traffic so far. */
  readonly traffic: Readonly<Record<Colour, ColourTraffic>>;
  /** Requests that no colour answered (no healthy target, load balancer error). */
  readonly unanswered: number;
  /** Alarms that are in ALARM. */
  readonly firing: readonly string[];
}

/** One line of the timeline. */
export interface TimelineEntry {
  /** Rehearsal seconds since the release was asked for; negative before it. */
  readonly atSeconds: number;
  readonly kind: 'phase' | 'event' | 'weights' | 'health' | 'alarm' | 'look' | 'hook' | 'fault' | 'person' | 'outcome';
  readonly text: string;
  /** Something went wrong here. */
  readonly bad?: boolean;
}

/** One rehearsed release. */
export interface RehearsalReport {
  readonly scenario: string;
  /** The construct's path, e.g. `Shop/Orders`. */
  readonly service: string;
  /** What the scenario was to end in, and what it ended in. */
  readonly expected: Outcome;
  readonly outcome: Outcome;
  /** Did it end as it should? The exit status follows this. */
  readonly asExpected: boolean;
  /** In what way it ended otherwise than it should; undefined when it did not. */
  readonly deviation?: string;
  /** Why the release went back or was refused, in one sentence; undefined when it succeeded. */
  readonly reason?: string;
  /** What would have sent it back, in one sentence; undefined when nothing is known that would have. */
  readonly advice?: string;
  readonly timeline: readonly TimelineEntry[];
  readonly traffic: Readonly<Record<Colour, ColourTraffic>>;
  /** Users' requests that no colour answered (no healthy target, load balancer error). */
  readonly unanswered: number;
  readonly liveBefore: Colour;
  readonly liveAfter: Colour;
  /** Users' requests in all, those that failed, whoever failed them, and those of the latter that got no answer, or none in time. */
  readonly users: { readonly requests: number; readonly failed: number; readonly withoutAnswer: number };
  /** Rehearsal seconds. */
  readonly durationSeconds: number;
  /** From `detectedSince` to the decision to go back; undefined when it did not go back, or users had not met the candidate. */
  readonly secondsToDetect?: number;
  /** The first bad answer of the candidate; where it gave none, its first production traffic. */
  readonly detectedSince?: 'first bad answer' | 'first production traffic';
  /**
   * What the release's own record says, and with it the metric `DetectSeconds` and its message: from its first production traffic to the
   * decision; undefined where there is no record. `differs`: why that is another figure, undefined where it is none.
   */
  readonly recorded?: { readonly secondsToDetect: number; readonly differs?: string };
  /** From that decision to 100 % on live; undefined when production traffic had not moved. */
  readonly secondsToRollBack?: number;
  /** How long resolvers keep an older answer after that, in seconds; of DNS names only. */
  readonly ttlSeconds?: number;
  /**
   * Users whom older answers of a DNS name still led to the colour that had no weight any more; undefined of other workloads, and when
   * production traffic has not moved. `seconds`: until the last of their requests, of `watchedSeconds` until the release was over; `hasEnded`:
   * nobody was left a minute before that.
   */
  readonly stragglers?: {
    readonly colour: Colour;
    readonly requests: number;
    readonly seconds: number;
    readonly watchedSeconds: number;
    readonly hasEnded: boolean;
  };
  readonly hooks: readonly HookReport[];
  readonly permissions: {
    /** IAM actions by role (its logical name), that were used. */
    readonly used: readonly RoleActions[];
    readonly refused: readonly RoleActions[];
    readonly neverUsed: readonly RoleActions[];
  };
  /** Resource types that the local AWS carries without behaviour. */
  readonly inertResourceTypes: readonly string[];
  /** Behaviours of AWS that are not certain and that were met in this rehearsal. */
  readonly switches: readonly { readonly name: string; readonly value: string; readonly question: string }[];
  /** Real seconds and the speed of the clock. */
  readonly realSeconds: number;
  readonly speed: number;
}

/** How a release ended. */
export type Outcome = 'succeeded' | 'rolled-back' | 'refused' | 'timed-out';

export const OUTCOME_TEXT: Readonly<Record<Outcome, string>> = {
  succeeded: 'the candidate became live',
  'rolled-back': 'the release went back',
  refused: 'the release was refused',
  'timed-out': 'the release did not end in time',
};

export interface HookReport {
  readonly stage: string;
  readonly functionName: string;
  readonly verdict: 'pass' | 'fail';
  readonly reason?: string;
  /** How the steps of a smoke test ended, layer by layer. @default - it is no smoke test */
  readonly layers?: Readonly<
    Record<string, { readonly pass: number; readonly fail: number; readonly skipped: number }>
  >;
  /** The hook's JSON log lines. */
  readonly log: readonly string[];
}

export interface RoleActions {
  readonly role: string;
  readonly actions: readonly string[];
}
