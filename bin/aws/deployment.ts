import type { DeploymentInfo, DeploymentTarget, ECSTarget } from '@aws-sdk/client-codedeploy';
import { forPeople } from '../../lambda/shared/release/description';
import type { DeploymentStatus, LifecycleEvent } from '../../rehearsal/release/phase';
import type { Colour } from '../../rehearsal/report';

/** One CodeDeploy deployment. */
export interface Deployment {
  readonly id: string;
  readonly application: string;
  readonly deploymentGroup: string;
  readonly status: DeploymentStatus;
  readonly createdAt?: Date;
  readonly completedAt?: Date;
  readonly description?: string;
  /** Why it failed or was stopped, in AWS's words. */
  readonly error?: { readonly code: string; readonly message: string };
  /** The deployment that rolls this one back. */
  readonly rollbackId?: string;
  /** The deployment that this one rolls back. */
  readonly rollbackOf?: string;
  /** Does a failure, an alarm or a stop roll it back by itself? */
  readonly rollsBack: boolean;
  /** The wait before the previous colour is terminated has begun. */
  readonly terminationWaitStarted: boolean;
  /** sha256 of the AppSpec that it deploys; undefined when the revision is not an AppSpec text. */
  readonly sha256?: string;
  /** sha256 of the AppSpec that the group had before. */
  readonly previousSha256?: string;
  /** All eight lifecycle events in order; empty when it has no target yet. */
  readonly events: readonly LifecycleEvent[];
  /** The colour on which the candidate comes up; undefined while that is not known. */
  readonly candidate?: Colour;
}

/** Names of the two target groups, by colour. */
export type PairNames = Readonly<Record<Colour, string>>;

/** CodeDeploy's answers as the commands see a deployment. */
export function readDeployment(
  info: DeploymentInfo,
  target: DeploymentTarget | undefined,
  pair: PairNames | undefined,
): Deployment {
  const { errorInformation: error, rollbackInfo, autoRollbackConfiguration: autoRollback } = info;
  return {
    id: info.deploymentId ?? '',
    application: info.applicationName ?? '',
    deploymentGroup: info.deploymentGroupName ?? '',
    status: info.status ?? 'Created',
    createdAt: info.createTime,
    completedAt: info.completeTime,
    description: forPeople(info.description),
    error: error && { code: error.code ?? 'unknown', message: error.message ?? '' },
    rollbackId: rollbackInfo?.rollbackDeploymentId || undefined,
    rollbackOf: (info.creator === 'codeDeployRollback' && rollbackInfo?.rollbackTriggeringDeploymentId) || undefined,
    rollsBack: autoRollback?.enabled ?? false,
    terminationWaitStarted: info.instanceTerminationWaitTimeStarted ?? false,
    sha256: info.revision?.appSpecContent?.sha256,
    previousSha256: info.previousRevision?.appSpecContent?.sha256,
    events: readEvents(target?.ecsTarget),
    candidate: candidateOf(target?.ecsTarget, pair),
  };
}

function readEvents(target: ECSTarget | undefined): LifecycleEvent[] {
  return (target?.lifecycleEvents ?? []).map((event) => ({
    name: event.lifecycleEventName ?? '',
    status: event.status ?? 'Unknown',
    message: event.diagnostics?.message || undefined,
  }));
}

/** CodeDeploy labels the original task set Blue and the replacement Green, whatever their target groups are called. */
function candidateOf(target: ECSTarget | undefined, pair: PairNames | undefined): Colour | undefined {
  const name = target?.taskSetsInfo?.find((one) => one.taskSetLabel === 'Green')?.targetGroup?.name;
  if (!name) return undefined;
  if (name === pair?.blue) return 'blue';
  return name === pair?.green ? 'green' : undefined;
}
