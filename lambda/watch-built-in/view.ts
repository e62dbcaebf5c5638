import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { type Colour, otherThan } from '../shared/release/questions';
import type { View } from '../shared/release/watch';
import type { Settings } from './environment';

/** What ECS tells of one deployment. */
export interface Told {
  readonly deployment: ServiceDeployment;
  /** ARNs of the target groups where the revisions' tasks are registered, as far as ECS knows them yet. */
  readonly groups: { readonly source?: string; readonly target?: string };
}

const PHASE_OF_STAGE: Readonly<Record<string, View['phase']>> = {
  RECONCILE_SERVICE: 'preparing',
  PRE_SCALE_UP: 'preparing',
  SCALE_UP: 'preparing',
  POST_SCALE_UP: 'preparing',
  TEST_TRAFFIC_SHIFT: 'testing',
  POST_TEST_TRAFFIC_SHIFT: 'testing',
  // ECS is here again before every step.
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'testing',
  PRODUCTION_TRAFFIC_SHIFT: 'shifting',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'baking',
  BAKE_TIME: 'baking',
  CLEAN_UP: 'baking',
};

/**
 * Why a deployment is none of this service's releases; undefined when it is one.
 *
 * @param isNamed whether somebody has asked for this one; else it is the newest, and one that goes back already is none that begins
 */
export function strange(
  { serviceArn = '', sourceServiceRevisions = [], status }: ServiceDeployment,
  { cluster, service }: Settings,
  isNamed: boolean,
): string | undefined {
  if (!serviceArn.endsWith(`:service/${cluster}/${service}`))
    return `it is one of ${serviceArn}, and not of ${service}`;
  if (sourceServiceRevisions.length === 0) return 'it has made the service, so nothing was live before it';
  const begins = status === 'PENDING' || status === 'IN_PROGRESS';
  return isNamed || begins ? undefined : 'it goes back already, or has ended';
}

/** What ECS has told, in the words of a release; undefined while it is not known which colour is live. */
export function viewOf(
  { deployment, groups }: Told,
  { targetGroups }: Pick<Settings, 'targetGroups'>,
): View | undefined {
  const colourOf = (group: string | undefined): Colour | undefined =>
    group === targetGroups.blue ? 'blue' : group === targetGroups.green ? 'green' : undefined;
  const replacement = colourOf(groups.target);
  const live = colourOf(groups.source) ?? (replacement && otherThan(replacement));
  if (live === undefined) return undefined;
  const weight = Math.round(deployment.targetServiceRevision?.requestedProductionTrafficWeight ?? 0);
  const colours = { live, candidate: otherThan(live), weight };
  const { rollback, statusReason, updatedAt, stoppedAt } = deployment;
  const back = {
    ...colours,
    reason: rollback?.reason ?? statusReason ?? 'ECS gave no reason',
    decidedAt: (rollback?.startedAt ?? stoppedAt ?? updatedAt)?.toISOString(),
  };
  switch (deployment.status) {
    case 'SUCCESSFUL':
      return { ...colours, phase: 'succeeded', over: true };
    case 'STOP_REQUESTED':
    case 'ROLLBACK_REQUESTED':
    case 'ROLLBACK_IN_PROGRESS':
      return { ...back, phase: 'rolling-back', over: false };
    case 'STOPPED':
    case 'ROLLBACK_SUCCESSFUL':
    case 'ROLLBACK_FAILED':
      // What counts is whether any production traffic still reaches the candidate.
      return { ...back, phase: weight === 0 ? 'rolled-back' : 'failed', over: true };
    default:
      return { ...colours, phase: forward(deployment, weight), over: false };
  }
}

function forward({ lifecycleStage, lifecycleHookDetails = [] }: ServiceDeployment, weight: number): View['phase'] {
  const waits = lifecycleHookDetails.some(
    ({ targetType, status }) => targetType === 'PAUSE' && status === 'AWAITING_ACTION',
  );
  if (waits) return 'waiting';
  const phase = PHASE_OF_STAGE[lifecycleStage ?? ''] ?? 'preparing';
  return phase === 'testing' && weight > 0 ? 'shifting' : phase;
}
