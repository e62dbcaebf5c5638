import type { Phase as RehearsedPhase } from '../report';

/** CodeDeploy's statuses of a deployment. */
export type DeploymentStatus =
  | 'Created'
  | 'Queued'
  | 'InProgress'
  | 'Baking'
  | 'Ready'
  | 'Succeeded'
  | 'Failed'
  | 'Stopped';

/** One lifecycle event of a deployment. */
export interface LifecycleEvent {
  /** CodeDeploy's name, e.g. `AllowTraffic`. */
  readonly name: string;
  readonly status: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Skipped' | 'Unknown';
  /** What CodeDeploy says about a failure. */
  readonly message?: string;
}

/**
 * The one-word state of a release. `failed`: it ended without success and was not rolled back, so production traffic may
 * still reach the candidate; a person has to look.
 */
export type Phase = Exclude<RehearsedPhase, 'refused'> | 'failed';

/** What the phase follows from. */
export interface ReleaseFacts {
  readonly status: DeploymentStatus;
  readonly events: readonly LifecycleEvent[];
  /** Share of production traffic that reaches the candidate, in percent. */
  readonly candidateWeight: number;
  readonly terminationWaitStarted: boolean;
  /** Does CodeDeploy roll it back by itself? */
  readonly rollsBack: boolean;
  /** Status of the deployment that rolls it back, when there is one. */
  readonly rollback?: DeploymentStatus;
}

/** How far a deployment is, by its status alone. */
const COURSE: Record<DeploymentStatus, 'starting' | 'running' | 'waiting' | 'succeeded' | 'broken-off'> = {
  Created: 'starting',
  Queued: 'starting',
  InProgress: 'running',
  Baking: 'running',
  Ready: 'waiting',
  Succeeded: 'succeeded',
  Failed: 'broken-off',
  Stopped: 'broken-off',
};

/** The phase while an event runs, or is the next one to run. */
const PHASE_OF_EVENT: Readonly<Record<string, Phase>> = {
  BeforeInstall: 'preparing',
  Install: 'preparing',
  AfterInstall: 'preparing',
  AllowTestTraffic: 'testing',
  AfterAllowTestTraffic: 'testing',
  BeforeAllowTraffic: 'testing',
  AllowTraffic: 'shifting',
  // All production traffic is on the candidate from here on.
  AfterAllowTraffic: 'baking',
};

/** The phase of a release. */
export function phaseOf(facts: ReleaseFacts): Phase {
  switch (COURSE[facts.status]) {
    case 'starting':
      return 'preparing';
    case 'waiting':
      return 'waiting';
    case 'succeeded':
      return 'succeeded';
    case 'running':
      return runningPhase(facts);
    case 'broken-off':
      return phaseOfGoingBack(facts);
  }
}

/** Is a deployment of this status still under way? */
export function isRunning(status: DeploymentStatus): boolean {
  return ['starting', 'running', 'waiting'].includes(COURSE[status]);
}

/** Will the phase not change any more by itself? */
export function isFinal(phase: Phase): boolean {
  return phase === 'succeeded' || phase === 'rolled-back' || phase === 'failed';
}

/** The event that runs now; between two events, the one that comes next. Undefined when all have ended. */
export function currentEvent(events: readonly LifecycleEvent[]): LifecycleEvent | undefined {
  return events.find((one) => one.status === 'InProgress') ?? events.find((one) => one.status === 'Pending');
}

function runningPhase({ status, events, candidateWeight, terminationWaitStarted }: ReleaseFacts): Phase {
  if (terminationWaitStarted || status === 'Baking') return 'baking';
  const event = currentEvent(events);
  if (event) return PHASE_OF_EVENT[event.name] ?? 'preparing';
  if (events.length > 0) return 'baking';
  // No target yet, or none that we may read: the weights still tell the truth.
  if (candidateWeight >= 100) return 'baking';
  return candidateWeight > 0 ? 'shifting' : 'preparing';
}

/** Broken off: what counts for users is whether any of their traffic still reaches the candidate. */
function phaseOfGoingBack({ rollback, rollsBack, candidateWeight }: ReleaseFacts): Phase {
  if (rollback === 'Succeeded') return 'rolled-back';
  if (rollback && isRunning(rollback)) return 'rolling-back';
  if (candidateWeight === 0) return 'rolled-back';
  // A rollback deployment appears a little after the status; one that has ended without success will not help.
  return rollsBack && rollback === undefined ? 'rolling-back' : 'failed';
}
