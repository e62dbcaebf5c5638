import type { Cloud } from '../../cloud';
import type { AsRole } from './as-role';
import { LISTENER_SETTLE_MS, STABILITY_POLL_MS, UNSTEADY_WHILE_SHIFTING_MS } from './durations';
import { pairOf } from './group-validation';
import { failure, type Interruption } from './interruption';
import type { DeploymentRecord, Side } from './records';
import { findTaskSet } from './task-set-pair';
import { moveTraffic } from './traffic';
import { trafficSchedule } from './traffic-schedule';

/** AllowTraffic: the whole schedule, the first step at once. */
export async function shiftTraffic(
  cloud: Cloud,
  role: AsRole,
  deployment: DeploymentRecord,
  original: Side,
  replacement: Side,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  const remainder = cloud.switches.is('codedeploy.linear-remainder', 'joined') ? 'joined' : 'own-step';
  const [listener = ''] = pairOf(deployment.settings).prodTrafficRoute?.listenerArns ?? [];
  const beginning = cloud.clock.now();
  for (const { atMs, percent } of trafficSchedule(deployment.routing, remainder)) {
    await wait(beginning + atMs - cloud.clock.now());
    await moveTraffic(role, listener, productionWeights(original, replacement, percent));
  }
  await wait(LISTENER_SETTLE_MS);
}

/** Both target groups are always listed, on a scale of 0 to 100 (aws-facts 1.2); the original stands first. */
export function productionWeights(original: Side, replacement: Omit<Side, 'taskSetId'>, percent: number) {
  return [
    { targetGroupArn: original.targetGroupArn, weight: 100 - percent },
    { targetGroupArn: replacement.targetGroupArn, weight: percent },
  ];
}

/**
 * Watches the replacement while traffic shifts: unsteady for five minutes on end fails the deployment (aws-facts 2.5;
 * documented for scaling, and taken to hold for tasks that fail too).
 */
export async function watchSteadiness(
  cloud: Cloud,
  role: AsRole,
  deployment: DeploymentRecord,
  signal: AbortSignal,
  stop: (why: Interruption) => void,
): Promise<void> {
  let steadyAt = cloud.clock.now();
  while (!signal.aborted && deployment.replacement) {
    const set = await findTaskSet(role, deployment.settings, deployment.replacement.taskSetId).catch(() => undefined);
    if (signal.aborted) return;
    if (set?.stabilityStatus === 'STEADY_STATE') steadyAt = cloud.clock.now();
    if (cloud.clock.now() - steadyAt >= UNSTEADY_WHILE_SHIFTING_MS) {
      if (cloud.switches.is('codedeploy.unsteady-while-shifting', 'ignored')) return;
      // AWS documents the behaviour, not the text
      return stop(
        failure(
          'HEALTH_CONSTRAINTS',
          'The replacement task set did not reach a steady state within 5 minutes while traffic was shifting.',
        ),
      );
    }
    await cloud.clock.sleep(STABILITY_POLL_MS, signal);
  }
}
