import type { AutoRollbackEvent } from '@aws-sdk/client-codedeploy';
import type { Cloud } from '../../cloud';
import { AsRole } from './as-role';
import { EMPTY_EVENT_MS, ROLLBACK_CREATED_MS } from './durations';
import { pairOf } from './group-validation';
import { type Cause, CloudStopped, type Interruption } from './interruption';
import { LIFECYCLE_EVENTS, type LifecycleEventName, running, started, succeeded } from './lifecycle';
import type { DeploymentRecord, Side } from './records';
import { productionWeights } from './shift';
import { deleteTaskSet, findPrimary, findTaskSet, makePrimary } from './task-set-pair';
import { type ForwardForm, moveTraffic } from './traffic';

const EVENT_OF: Record<Exclude<Cause, 'ready-timeout'>, AutoRollbackEvent> = {
  failure: 'DEPLOYMENT_FAILURE',
  alarm: 'DEPLOYMENT_STOP_ON_ALARM',
  stop: 'DEPLOYMENT_STOP_ON_REQUEST',
};

/** Does what ended a deployment bring an automatic rollback? */
export function rollsBack(
  deployment: DeploymentRecord,
  why: Interruption,
  { switches }: Pick<Cloud, 'switches'>,
): boolean {
  if (deployment.rollsBack) return false;
  // a failed BeforeInstall hook: nothing was created that could go back (aws-facts 1.1)
  if (why.endedBy === 'failure' && running(deployment.events)?.name === 'BeforeInstall') return false;
  if (
    why.endedBy === 'stop' &&
    deployment.rollbackAsked &&
    switches.is('codedeploy.stop-auto-rollback-flag', 'rolls-back')
  )
    return true;
  const { enabled, events = [] } = deployment.autoRollback ?? {};
  return Boolean(enabled) && events.includes(eventOf(why.endedBy, switches));
}

function eventOf(cause: Cause, switches: Cloud['switches']): AutoRollbackEvent {
  if (cause !== 'ready-timeout') return EVENT_OF[cause];
  return switches.is('codedeploy.ready-timeout-rollback', 'as-failure')
    ? 'DEPLOYMENT_FAILURE'
    : 'DEPLOYMENT_STOP_ON_REQUEST';
}

/**
 * The automatic rollback: a deployment of its own that makes no task set, but gives all traffic back to the original
 * one, makes that PRIMARY again and lets the replacement go (aws-facts 1.7). Nothing interrupts it. What does not work is
 * tried as far as it goes, production traffic above all; the first error is thrown at the end.
 *
 * @param askHook asks the function of an event, where hooks take part in rollbacks
 */
export async function goBack(
  cloud: Cloud,
  rollback: DeploymentRecord,
  askHook: (event: LifecycleEventName) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { rollsBack: undone, settings } = rollback;
  const role = new AsRole(cloud, settings.serviceRoleArn ?? '');
  const { prodTrafficRoute, testTrafficRoute } = pairOf(settings);
  const errors: unknown[] = [];
  const attempt = (work: () => Promise<void>) =>
    work().then(
      () => true,
      (error) => {
        errors.push(error);
        return false;
      },
    );
  const bothSides = sidesOf(rollback);
  const form = cloud.switches.is('codedeploy.test-listener-form', 'weighted') ? 'weighted' : 'single';

  await cloud.clock.sleep(ROLLBACK_CREATED_MS, signal);
  rollback.status = 'InProgress';
  rollback.startTime = cloud.clock.now();
  rollback.original = undone?.original;
  let isLive = true;
  for (const event of LIFECYCLE_EVENTS) {
    rollback.events = started(rollback.events, event, cloud.clock.now());
    await attempt(() => askHook(event));
    if (event === 'AllowTestTraffic')
      await attempt(() => toOriginal(role, testTrafficRoute?.listenerArns, bothSides, form));
    if (event === 'AllowTraffic')
      isLive = await attempt(() => toOriginal(role, prodTrafficRoute?.listenerArns, bothSides, 'weighted'));
    await cloud.clock.sleep(EMPTY_EVENT_MS, signal);
    if (signal.aborted) throw new CloudStopped();
    rollback.events = succeeded(rollback.events, event, cloud.clock.now());
  }
  // while production may still reach the replacement, it stays up
  if (bothSides && isLive) {
    const { original, replacement } = bothSides;
    await attempt(async () => {
      if ((await findPrimary(role, settings)).original.taskSetId !== original.taskSetId)
        await makePrimary(role, settings, original);
    });
    await attempt(async () => {
      if (await findTaskSet(role, settings, replacement.taskSetId))
        await deleteTaskSet(role, settings, replacement.taskSetId);
    });
  }
  if (errors.length > 0) throw errors[0];
}

/** What the deployment that is taken back worked on; undefined when it did not come so far as to create anything. */
function sidesOf({ rollsBack: undone }: DeploymentRecord): { original: Side; replacement: Side } | undefined {
  const { original, replacement } = undone ?? {};
  return original && replacement && { original, replacement };
}

async function toOriginal(
  role: AsRole,
  listeners: string[] | undefined,
  sides: ReturnType<typeof sidesOf>,
  form: ForwardForm,
): Promise<void> {
  const [listener] = listeners ?? [];
  if (listener && sides)
    await moveTraffic(role, listener, productionWeights(sides.original, sides.replacement, 0), form);
}
