import type { ServiceState, TaskSetState, TaskState } from './state';

/** How many tasks a task set should have: its scale in percent of the service's desired count, rounded up. */
export function computedDesiredCount(
  service: Pick<ServiceState, 'desiredCount'>,
  set: Pick<TaskSetState, 'scale'>,
): number {
  return Math.ceil((service.desiredCount * set.scale) / 100);
}

/** Tasks that are neither stopped nor on their way out. */
export function aliveTasks(set: Pick<TaskSetState, 'tasks'>): TaskState[] {
  return set.tasks.filter((task) => task.desiredStatus === 'RUNNING');
}

/** Tasks that run, as AWS counts them: those that drain still run. */
export function runningCount(set: Pick<TaskSetState, 'tasks'>): number {
  return set.tasks.filter((task) => task.lastStatus === 'RUNNING' || task.lastStatus === 'DEACTIVATING').length;
}

export function pendingCount(set: Pick<TaskSetState, 'tasks'>): number {
  return set.tasks.filter((task) => task.lastStatus === 'PROVISIONING' || task.lastStatus === 'PENDING').length;
}

/**
 * STEADY_STATE when the running tasks are as many as wanted, none is pending and all health checks pass (aws-facts
 * 2.4); else STABILIZING.
 */
export function stabilityStatus(wanted: number, set: Pick<TaskSetState, 'tasks'>): TaskSetState['stabilityStatus'] {
  const alive = aliveTasks(set);
  const steady =
    runningCount(set) === wanted && alive.length === wanted && alive.every((task) => task.health === 'HEALTHY');
  return steady ? 'STEADY_STATE' : 'STABILIZING';
}
