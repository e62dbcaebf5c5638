import type { DeploymentInfo, DeploymentTarget, LifecycleEvent } from '@aws-sdk/client-codedeploy';
import { reasonOf } from '../shared/release/reason';
import type { Progress } from './decide';

const RUNNING: readonly (string | undefined)[] = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'];

/** Whether a deployment is under way, through its bake, too (aws-facts 1.2). */
export function isRunning({ status }: DeploymentInfo): boolean {
  return RUNNING.includes(status);
}

/** How far a deployment is. Its own status stays `Stopped` or `Failed` when the deployment that rolls it back succeeds (aws-facts 1.7). */
export function progressOf(
  info: DeploymentInfo,
  target: DeploymentTarget | undefined,
  rollback: DeploymentInfo | undefined,
): Progress {
  const events = target?.ecsTarget?.lifecycleEvents ?? [];
  if (isRunning(info)) return isShifted(info, events) ? { kind: 'shifted' } : { kind: 'under-way' };
  if (info.status === 'Succeeded') return { kind: 'succeeded' };
  const reason = whyOf(info, events);
  if (rollback?.status === 'Succeeded') return { kind: 'back', reason };
  if (rollback && !isRunning(rollback)) return { kind: 'broken', reason };
  // CodeDeploy names the rollback a little after the status has changed.
  const goesBack = rollback !== undefined || info.autoRollbackConfiguration?.enabled === true;
  return goesBack ? { kind: 'going-back', reason } : { kind: 'broken', reason };
}

function isShifted({ instanceTerminationWaitTimeStarted }: DeploymentInfo, events: readonly LifecycleEvent[]): boolean {
  const shift = events.find(({ lifecycleEventName }) => lifecycleEventName === 'AllowTraffic');
  return instanceTerminationWaitTimeStarted === true || shift?.status === 'Succeeded';
}

function whyOf({ errorInformation: error, status }: DeploymentInfo, events: readonly LifecycleEvent[]): string {
  const failure = {
    error: error && { code: error.code ?? 'unknown', message: error.message ?? '' },
    events: events.map(({ lifecycleEventName: name = '', status: state = 'Unknown', diagnostics }) => ({
      name,
      status: state,
      message: diagnostics?.message || undefined,
    })),
  };
  return reasonOf(failure) ?? `it has ended as ${status}`;
}
