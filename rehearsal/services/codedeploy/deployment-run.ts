import type { Cloud } from '../../cloud';
import { watchAlarms } from './alarm-watch';
import { AsRole } from './as-role';
import { Deployment, isHookEvent } from './deployment';
import { ROLLBACK_STARTS_AFTER_MS } from './durations';
import type { Hooks } from './hooks';
import { CloudStopped, failure, Interruption } from './interruption';
import { cutShort, type LifecycleEventName } from './lifecycle';
import { notify } from './notify';
import type { DeploymentRecord } from './records';
import { readAppSpec } from './revision';
import { goBack, rollsBack } from './rollback';

/** What running deployments needs. */
export interface Running {
  readonly cloud: Cloud;
  readonly hooks: Hooks;
  /** Aborts when the local AWS stops. */
  readonly ending: AbortSignal;
  /** Makes the automatic rollback of a deployment and starts it. */
  readonly createRollback: (undone: DeploymentRecord) => DeploymentRecord;
}

/** Runs a deployment to its end, and after a bad end its rollback. Never rejects. */
export async function runDeployment(record: DeploymentRecord, running: Running): Promise<void> {
  const { cloud, hooks, ending } = running;
  notify(cloud, record, 'START');
  const over = new AbortController();
  const role = new AsRole(cloud, record.settings.serviceRoleArn ?? '');
  const stop = (why: Interruption) => record.interrupt.abort(why);
  if (!record.rollsBack) {
    const watching = AbortSignal.any([over.signal, ending]);
    watchAlarms(cloud, role, record.alarms, watching, stop).catch((error) => stop(asInterruption(error)));
  }
  try {
    if (record.rollsBack) await goBack(cloud, record, (event) => askInRollback(record, event, running), ending);
    else await new Deployment(cloud, hooks, record, ending).run();
    if (!ending.aborted) succeed(cloud, record);
  } catch (error) {
    if (!(error instanceof CloudStopped) && !ending.aborted) await endBadly(record, asInterruption(error), running);
  } finally {
    over.abort('over');
  }
}

function succeed(cloud: Cloud, record: DeploymentRecord): void {
  end(cloud, record, 'Succeeded');
  const last = { deploymentId: record.id, status: record.status, endTime: new Date(cloud.clock.now()) };
  record.group.info = {
    ...record.group.info,
    lastSuccessfulDeployment: last,
    targetRevision: record.revision ?? record.group.info.targetRevision,
  };
  record.group.active = undefined;
  notify(cloud, record, 'SUCCESS');
}

async function endBadly(record: DeploymentRecord, why: Interruption, running: Running): Promise<void> {
  const { cloud, ending } = running;
  const goesBack = rollsBack(record, why, cloud) && !record.committed;
  record.events = cutShort(record.events, cloud.clock.now(), why.message);
  record.error = { code: why.code, message: why.message };
  record.waiting = undefined;
  end(cloud, record, why.status);
  notify(cloud, record, why.status === 'Stopped' ? 'STOP' : 'FAILURE');
  if (goesBack) {
    // the group stays busy until the rollback has taken its place
    if (cloud.switches.is('codedeploy.rollback-info', 'slightly-after'))
      await cloud.clock.sleep(ROLLBACK_STARTS_AFTER_MS, ending);
    if (!ending.aborted) running.createRollback(record);
  } else record.group.active = undefined;
}

/** An ECS deployment has one target, whatever its number of tasks (aws-facts 1.5). */
function end(cloud: Cloud, record: DeploymentRecord, status: 'Succeeded' | 'Failed' | 'Stopped'): void {
  const none = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  const failed = record.events.some((event) => event.status === 'Failed');
  const outcome = status === 'Succeeded' ? 'Succeeded' : failed ? 'Failed' : 'Skipped';
  record.status = status;
  record.overview = { ...none, [outcome]: 1 };
  record.completeTime = cloud.clock.now();
  record.lastUpdatedAt = record.completeTime;
}

async function askInRollback(record: DeploymentRecord, event: LifecycleEventName, running: Running): Promise<void> {
  const { cloud, hooks, ending } = running;
  if (!isHookEvent(event) || cloud.switches.is('codedeploy.hooks-in-rollback', 'not-invoked')) return;
  const role = new AsRole(cloud, record.settings.serviceRoleArn ?? '');
  const undone = record.rollsBack ?? record;
  const { hooks: functions } = await readAppSpec(cloud, role, record.revision ?? undone.revision);
  const name = functions[event];
  if (name) await hooks.ask(role, record.id, name, ending);
}

function asInterruption(error: unknown): Interruption {
  if (error instanceof Interruption) return error;
  return failure('INTERNAL_ERROR', error instanceof Error ? error.message : String(error));
}
