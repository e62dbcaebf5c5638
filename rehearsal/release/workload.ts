import type { Candidate } from '../programs';
import type { Colour, HookReport, Outcome, Phase, TimelineEntry } from '../report';
import type { ApprovalLinks } from './descriptor/machine';
import type { RecordedTimes } from './recorded-times';
import type { ServiceTraffic } from './traffic-counter';
import type { UsersRequest } from './users-request';

/** The kinds of workload that the constructs release, as release descriptors name them. */
export type WorkloadKind = 'ecs' | 'ecs-built-in' | 'asg' | 'dns';

/** What is released: all that the story of a release needs to know of it. */
export interface Workload {
  readonly kind: WorkloadKind;
  /** The construct's path, e.g. `Shop/Orders`. */
  readonly path: string;
  /** Names of the alarms that roll a release back. */
  readonly alarms: readonly string[];
  /** Does a person have to promote? */
  readonly hasGate: boolean;
  /** Is the candidate compared with live? @default - no */
  readonly isAnalysed?: boolean;
  /** How long resolvers keep what they were told, in seconds. Where names lead users only. */
  readonly ttlSeconds?: number;
  /** How users' requests, and the colours that answer them, are told apart. */
  readonly traffic: ServiceTraffic;
  /** Shares of production traffic at this moment, in percent. */
  weights(): Readonly<Record<Colour, number>>;
  healthyTargets(colour: Colour): number;
  /** @throws when no request of users leads to it */
  users(): Promise<UsersLoad>;
  /** Makes the version that is to be released, and tells `candidate` which processes are its. Called once. */
  prepare(candidate: Candidate): Promise<void>;
  /**
   * Asks for the release.
   *
   * @throws AwsError when AWS refuses it
   */
  start(request: ReleaseRequest): Promise<StartedRelease>;
  /** Kills the processes of the candidate that run, as a crash would; returns how many. */
  crashCandidate(): number;
  /** Takes one instance of the candidate away, as a failure of the hardware would. Where instances are released only. */
  crashOne?(): number;
  /** Changes the shares of production traffic past every rule. Where the release machine moves them only. */
  setWeights?(weights: Readonly<Record<Colour, number>>): Promise<void>;
  /** Has AWS refuse the next requests for want of a rate. Where the release machine asks Route 53 only. */
  throttle?(): void;
  /** What the hooks said so far. */
  hooks(): HookReport[];
}

/** Where users' requests go. */
export interface UsersLoad extends Pick<UsersRequest, 'headers'> {
  readonly url: string;
  /** Ends what stands between users and the load balancers. @default - nothing does */
  close?(): Promise<void>;
}

export interface ReleaseRequest {
  readonly description: string;
  /** When the candidate was made, which a rehearsal takes for the time of its commit; ISO 8601. */
  readonly commitTime: string;
  /** The colour that is live now. */
  readonly live: Colour;
}

/** Asks a person at the gate. @param links where that person could answer in AWS's console, if anywhere */
export type Asks = (links?: ApprovalLinks) => Promise<'promote' | 'reject'>;

/** A release under way. */
export interface StartedRelease {
  readonly id: string;
  /** Where a person would answer the gate in AWS's console. @default - nowhere that can be linked to */
  readonly links?: ApprovalLinks;
  look(): Promise<ReleaseState>;
  promote(): Promise<void>;
  reject(): Promise<void>;
  /** Ends it, with all production traffic back on live. */
  stop(): Promise<void>;
  /** Aborts it at one of its calls, which chance picks; `onKilled` is told where. The release machine only. */
  killSomewhere?(onKilled: (where: string) => void): void;
  /** Goes on from where it was killed. */
  redrive?(): Promise<void>;
  /** What it did, once it is over. */
  story(): Promise<ReleaseStory>;
}

/** A release at one moment. */
export interface ReleaseState {
  readonly phase: Phase;
  /** What runs now, in AWS's words. */
  readonly event?: string;
  /** Does it wait for a person? */
  readonly isAtGate: boolean;
  /** Is it on its way forward, and waits for nobody? */
  readonly isGoingForward: boolean;
  /** The way back, from its decision on: moments in rehearsal milliseconds, undefined when not known. */
  readonly wayBack?: { readonly decidedAt?: number; readonly endedAt?: number };
  /** How it ended; undefined while it goes on. */
  readonly outcome?: Outcome;
}

/** What is known of a release that is over. */
export interface ReleaseStory {
  /** Lines for the timeline: what took time, or failed. */
  readonly lines: readonly TimelineEntry[];
  /** Why it went back, in one sentence; undefined when nothing says so. */
  readonly reason?: string;
  /** What its record says of its way back. @default - it has none, or did not go back */
  readonly recorded?: RecordedTimes;
}
