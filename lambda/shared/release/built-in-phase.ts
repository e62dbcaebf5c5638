import type { ServiceDeployment, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import type { Phase as AnyPhase } from './phase';

/** ECS itself refuses no release in a phase of its own. */
type Phase = Exclude<AnyPhase, 'refused'>;

/** What the phase follows from. */
export type DeploymentFacts = Pick<
  ServiceDeployment,
  'status' | 'lifecycleStage' | 'lifecycleHookDetails' | 'targetServiceRevision'
>;

/** How far a deployment is, by its status alone. */
const COURSE: Readonly<Record<ServiceDeploymentStatus, 'running' | 'going-back' | 'succeeded' | 'broken-off'>> = {
  PENDING: 'running',
  IN_PROGRESS: 'running',
  STOP_REQUESTED: 'going-back',
  ROLLBACK_REQUESTED: 'going-back',
  ROLLBACK_IN_PROGRESS: 'going-back',
  SUCCESSFUL: 'succeeded',
  STOPPED: 'broken-off',
  ROLLBACK_SUCCESSFUL: 'broken-off',
  ROLLBACK_FAILED: 'broken-off',
};

const PHASE_OF_STAGE: Readonly<Record<string, Phase>> = {
  RECONCILE_SERVICE: 'preparing',
  PRE_SCALE_UP: 'preparing',
  SCALE_UP: 'preparing',
  POST_SCALE_UP: 'preparing',
  TEST_TRAFFIC_SHIFT: 'testing',
  POST_TEST_TRAFFIC_SHIFT: 'testing',
  // ECS is here again before every step.
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'testing',
  PRODUCTION_TRAFFIC_SHIFT: 'shifting',
  // All production traffic is on the candidate from here on.
  POST_PRODUCTION_TRAFFIC_SHIFT: 'baking',
  BAKE_TIME: 'baking',
  CLEAN_UP: 'baking',
};

/** The phase of a release by ECS itself. */
export function builtInPhase(facts: DeploymentFacts): Phase {
  const weight = candidateShare(facts);
  switch (COURSE[facts.status ?? 'PENDING']) {
    case 'succeeded':
      return 'succeeded';
    case 'going-back':
      return 'rolling-back';
    // What counts for users is whether any of their traffic still reaches the candidate.
    case 'broken-off':
      return weight === 0 ? 'rolled-back' : 'failed';
    case 'running':
      return runningPhase(facts, weight);
  }
}

/** Will the status not change any more? */
export function hasEnded({ status = 'PENDING' }: Pick<ServiceDeployment, 'status'>): boolean {
  return COURSE[status] === 'succeeded' || COURSE[status] === 'broken-off';
}

/** Share of production traffic on the candidate, in percent. */
export function candidateShare({ targetServiceRevision }: Pick<ServiceDeployment, 'targetServiceRevision'>): number {
  return targetServiceRevision?.requestedProductionTrafficWeight ?? 0;
}

/** The pauses that wait for a person now. */
export function openPauses({ lifecycleHookDetails = [] }: Pick<ServiceDeployment, 'lifecycleHookDetails'>) {
  return lifecycleHookDetails.filter(
    ({ targetType, status }) => targetType === 'PAUSE' && status === 'AWAITING_ACTION',
  );
}

function runningPhase(facts: DeploymentFacts, weight: number): Phase {
  if (openPauses(facts).length > 0) return 'waiting';
  if (facts.lifecycleStage === undefined) return 'preparing';
  const phase = PHASE_OF_STAGE[facts.lifecycleStage] ?? 'preparing';
  return phase === 'testing' && weight > 0 ? 'shifting' : phase;
}
