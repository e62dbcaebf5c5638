import type { Descriptor } from '../../rehearsal/release/descriptor';
import type { Phase as CodeDeployPhase } from '../../rehearsal/release/phase';
import type { Colour } from '../../rehearsal/report';
import type { NotTakenBack } from './not-taken-back';

/**
 * What the commands need from the cloud. `bin/aws/` answers with the SDK (AWS and the local AWS alike), tests with fakes.
 */

/** Which services there are. */
export interface Services {
  list(): Promise<readonly Service[]>;
}

/** Something that is released: an ECS service, a pair of Auto Scaling groups, a DNS name. */
export interface Service {
  /** `<stack>/<construct>`. */
  readonly path: string;
  readonly kind: Descriptor['kind'];
  readonly releases: Releases;
  /** A way back with its stack that failed; undefined when none did, or none that is known. */
  readonly notTakenBack?: NotTakenBack;
}

/** The one-word state of a release; `refused`: the preflight spoke against it, and no weight was touched. */
export type Phase = CodeDeployPhase | 'refused';

/** Will the phase not change any more by itself? */
export function isFinal(phase: Phase): boolean {
  return phase === 'succeeded' || phase === 'rolled-back' || phase === 'failed' || phase === 'refused';
}

/** One release, whoever carries it out. */
export interface Release {
  readonly id: string;
  readonly phase: Phase;
  /** Whether nothing that belongs to it goes on any more; one that broke off may be rolled back a little later. */
  readonly ended: boolean;
  /** The status of the deployment or the execution, in AWS's words. */
  readonly status: string;
  /** What runs now: a lifecycle event, or the step of the shift. */
  readonly event?: string;
  /** The colour on which the candidate comes up; undefined while that is not known. */
  readonly candidate?: Colour;
  /** Why it goes or went back. */
  readonly reason?: string;
  /** Why it will not go on without a person, and what that person can do: nobody watches its alarms now. */
  readonly halted?: string;
  /** The deployment or execution that rolls it back. */
  readonly rollback?: string;
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly description?: string;
  /** What it brings up, such as `orders:7`; undefined where that is not looked up for each release. */
  readonly version?: string;
  /** Who asked for it. */
  readonly who?: string;
  readonly promotedBy?: string;
  /** Until when it waits for a person. */
  readonly waitsUntil?: Date;
  /** What the shift has done so far; empty where that is not recorded. */
  readonly steps: readonly Step[];
  /** What the analysis saw last; undefined where nothing is analysed. */
  readonly lastLook?: LastLook;
}

/** One look of the analysis. */
export interface LastLook {
  readonly at: Date;
  /** Share of production traffic on the candidate, in percent. */
  readonly weight: number;
  readonly verdict: string;
  /** One sentence. */
  readonly reason: string;
  /** Each measure, with values, sample sizes and evidence. */
  readonly measures: readonly unknown[];
  /** Each fixed rule, with its measurements and how many were beyond its limit. */
  readonly rules: readonly unknown[];
}

/** One step of a shift. */
export interface Step {
  /** Share of production traffic on the candidate, in percent. */
  readonly weight: number;
  readonly at?: Date;
  /** Undefined while it bakes. */
  readonly verdict?: string;
  readonly reason?: string;
}

/** Who serves production now. */
export interface Traffic {
  readonly live: Colour;
  /** Share of production traffic, in percent. */
  readonly weights: Readonly<Record<Colour, number>>;
  /** Undefined where nobody counts them: what DNS names lead to. */
  readonly healthyTargets?: Readonly<Record<Colour, number>>;
  /** What is live: a task definition, a launch template's version, a target. */
  readonly version?: string;
  /** Rollback alarms that are in ALARM. */
  readonly firing: readonly string[];
}

/** A service at one moment. */
export interface Look {
  readonly traffic: Traffic;
  /** Undefined when it was never released (only deployed by CloudFormation). */
  readonly release?: Release;
}

/** What a person asks to release; without any of it, what the last `cdk deploy` left. */
export interface Wanted {
  /** ECS: ARN, `family:revision` or `family`. */
  readonly taskDefinition?: string;
  /** Auto Scaling groups: `<colour>=<version>`. */
  readonly launchTemplateVersion?: readonly string[];
  /** Auto Scaling groups with CodeDeploy: `s3://bucket/key`. */
  readonly revision?: string;
  /** When the newest change in it was committed, ISO 8601. */
  readonly commitTime?: string;
  readonly description?: string;
  /** Release although live has no metrics yet that the candidate could be compared with. */
  readonly withoutData?: boolean;
}

/** A release that can be started. */
export interface Plan {
  /** What it releases, as `Traffic.version`. */
  readonly version: string;
  /** Does the live colour run this already? */
  readonly isLive: boolean;
  /** What else speaks against it, beside the traffic. @default - nothing; the state machine's own preflight refuses */
  objections?(): Promise<readonly string[]>;
  /**
   * Starts it and returns its id.
   * @throws ReleaseRunning when one is running already
   */
  start(): Promise<string>;
}

/** What going back from a release that has ended came to. */
export interface WayBack {
  readonly by: 'a new release' | 'the rollback machine';
  /** The release to follow: the new one, or the one that goes back. */
  readonly id: string;
  /** The phase in which that one ends when it went well. */
  readonly goal: Phase;
  readonly version?: string;
  /** For people, one line each. */
  readonly told: readonly string[];
}

/** The releases of one service. */
export interface Releases {
  /** Can the bake time be ended by hand? */
  readonly canFinish: boolean;
  /** The service and its newest release, or that of the id; the traffic is not older than the release. */
  look(id?: string): Promise<Look>;
  /** The newest releases, newest first, at most `limit`; rollbacks are part of the release that they roll back. */
  history(limit: number): Promise<readonly Release[]>;
  /** Is this the id of one of its releases? */
  has(id: string): Promise<boolean>;
  /** @throws Problem when there is no such version, or when this kind of workload has no such thing */
  plan(wanted: Wanted, traffic: Traffic): Promise<Plan>;
  /**
   * Lets a release that waits for a person go on to production traffic.
   * @throws Problem when it does not wait any more
   */
  promote(id: string): Promise<void>;
  /** Refuses a release that waits for a person: it goes back. @throws Problem when it does not wait any more */
  reject(id: string, why?: string): Promise<void>;
  /** Ends the bake time now. @throws Problem where that cannot be done */
  finish(id: string): Promise<void>;
  /** Stops a running release and gives all production traffic back to the live colour. */
  stop(id: string): Promise<void>;
  /** Goes back from a release that has ended. @throws Problem when there is nothing to go back to */
  goBack(release: Release): Promise<WayBack>;
  /**
   * Gives a colour everything without asking any record, for when those cannot be read.
   * @param id the release to end; without it the newest
   * @throws Problem where that cannot be done
   */
  goBackTo(colour: Colour, id?: string): Promise<WayBack>;
}

/** A second release of a service was refused. */
export class ReleaseRunning extends Error {
  constructor(public readonly runningId: string) {
    super(`release ${runningId} is running`);
    this.name = 'ReleaseRunning';
  }
}
