import type { Phase } from '../shared/release/phase';

export type { Phase };

/** What the construct tells the handler. */
export interface Environment {
  /** `Settings` as JSON. */
  readonly SETTINGS: string;
}

/** One of the two colours. */
export type Colour = 'blue' | 'green';

/** The source of all events of this package, and the kind of the one that this handler sends. */
export type EventSource = 'cdk-blue-green';
export type EventDetailType = 'Blue-Green Release Report';

/** What is reported, of which construct, to whom. */
export interface Settings {
  /** The descriptor's path. */
  readonly construct: string;
  readonly kind: 'ecs' | 'asg' | 'dns';
  /** Where the records are, by decision 0008, and what has been reported. */
  readonly table: string;
  /** How long a report is kept. */
  readonly recordSeconds: number;
  /** Of ECS services: what CodeDeploy is asked. */
  readonly codeDeploy?: CodeDeploySettings;
  /** Addresses of the console; the first goes on with the release. */
  readonly links: Links;
  readonly notifications: readonly Notification[];
}

/** How the deployments of an ECS service are read. */
export interface CodeDeploySettings {
  /** `<cluster>:<service>`: the one target of each deployment. */
  readonly targetId: string;
  /** Names of the target groups. */
  readonly targetGroups: { readonly blue: string; readonly green: string };
}

/** Addresses of the console. */
export interface Links {
  /** Where a release is seen; its execution's ARN, or its deployment's id, comes after it. */
  readonly console: string;
  readonly log: string;
  /** Where the console asks whether a release that waits is to be promoted, or rejected; its id comes after each. */
  readonly promote?: string;
  readonly reject?: string;
}

/** One group of people, and what they want to know. */
export interface Notification {
  readonly phases: readonly Phase[];
  /** ARNs of topics that are told in plain text. */
  readonly topics: readonly string[];
  /** ARNs of topics that are told in the format of chat applications. */
  readonly chatTopics: readonly string[];
  /** Severity of the OpsItem that a rollback makes, `1` to `4`; without it none is made. */
  readonly opsItemSeverity?: string;
  readonly dashboard?: string;
}

/** What functions and targets get of a release: all that is known when it ends. Times are ISO 8601 texts. */
export interface Report {
  readonly construct: string;
  readonly kind: 'ecs' | 'asg' | 'dns';
  readonly release: string;
  readonly phase: Phase;
  /** The colour that serves production now. */
  readonly live: Colour;
  readonly candidate: Colour;
  /** Why it went back or was refused, in one sentence. */
  readonly reason?: string;
  readonly who?: string;
  readonly description?: string;
  readonly commitTime?: string;
  readonly startedAt?: string;
  /** When production traffic first reached the candidate; absent when it never did. */
  readonly shiftedAt?: string;
  /** When the candidate got all production traffic. */
  readonly fullAt?: string;
  /** When it was decided to go back. */
  readonly decidedAt?: string;
  /** When live had all production traffic again. */
  readonly backAt?: string;
  readonly endedAt?: string;
  /** Of the state machine's releases: each step of the shift. */
  readonly steps?: readonly { readonly weight: number; readonly at: string; readonly reason?: string }[];
  /** What the analysis came to, where there is one. */
  readonly analysis?: { readonly verdict: string; readonly reason: string };
  /** Addresses of the console; those that answer the gate only while the release waits there. */
  readonly links: Links;
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>;
}

/** The metrics of a release, in the namespace `CdkBlueGreen`, with the dimension `Construct`. */
export type MetricName =
  | 'Started'
  | 'DurationSeconds'
  | 'CutoverSeconds'
  | 'Succeeded'
  | 'RolledBack'
  | 'ChangeFailure'
  | 'DetectSeconds'
  | 'RollbackSeconds'
  | 'LeadSeconds';
