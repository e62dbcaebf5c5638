import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import { builtInPhase, candidateShare, hasEnded } from '../shared/release/built-in-phase';
import { type Colour, otherThan } from '../shared/release/questions';
import type { View } from '../shared/release/watch';
import type { Settings } from './environment';

/** What ECS tells of one deployment. */
export interface Told {
  readonly deployment: ServiceDeployment;
  /** ARNs of the target groups where the revisions' tasks are registered, as far as ECS knows them yet. */
  readonly groups: { readonly source?: string; readonly target?: string };
}

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
  const weight = Math.round(candidateShare(deployment));
  const colours = { live, candidate: otherThan(live), weight };
  const { rollback, statusReason, updatedAt, stoppedAt } = deployment;
  const back = {
    ...colours,
    reason: rollback?.reason ?? statusReason ?? 'ECS gave no reason',
    decidedAt: (rollback?.startedAt ?? stoppedAt ?? updatedAt)?.toISOString(),
  };
  const phase = builtInPhase(deployment);
  const over = hasEnded(deployment);
  return { ...(isBack(phase) ? back : colours), phase, over };
}

function isBack(phase: View['phase']): boolean {
  return phase === 'rolling-back' || phase === 'rolled-back' || phase === 'failed';
}
