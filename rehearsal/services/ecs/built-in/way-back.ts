import type { CreateServiceRequest } from '@aws-sdk/client-ecs';
import { EMPTY_STAGE_MS, STEADY_POLL_MS, WEIGHTS_SETTLE_MS } from './durations';
import type { Engine } from './forward';
import type { HookWeights } from './hooks';
import { CloudStopped } from './interruption';
import { ListenerRules } from './listener-rules';
import { loadBalancerOf, type ServiceDeployment, type ServiceRevision } from './records';
import type { Stage } from './stages';

/**
 * Gives traffic back to the source revision, and ends the target's tasks. Hooks of the stages that move traffic are asked again, with
 * reversed weights (aws-facts 4.3).
 *
 * @throws what AWS answered when the rules could not be changed
 * @throws CloudStopped
 */
export async function goBack(engine: Engine, deployment: ServiceDeployment): Promise<void> {
  const { cloud, taskSets, ending } = engine;
  const { source, target, service, weights } = deployment;
  const loadBalancer = loadBalancerOf(target);
  const rules = loadBalancer && new ListenerRules(cloud, loadBalancer);
  const reversed = { [target.arn]: 0, ...(source && { [source.arn]: 100 }) };
  const shares = { target: target.targetGroupArn, source: source?.targetGroupArn ?? '', percent: 0 };

  if (weights.production > 0) {
    const back = async () => {
      await rules?.moveProduction(shares);
      weights.production = 0;
      await cloud.clock.sleep(WEIGHTS_SETTLE_MS, ending);
    };
    await stage(engine, deployment, 'PRODUCTION_TRAFFIC_SHIFT', { test: {}, production: reversed }, back);
  }
  if (weights.test > 0) {
    const back = async () => {
      await rules?.moveTest(shares);
      weights.test = 0;
    };
    await stage(engine, deployment, 'TEST_TRAFFIC_SHIFT', { test: reversed, production: {} }, back);
  }
  deployment.stage = 'CLEAN_UP';
  if (source) service.settings = { ...service.settings, ...whatTasksAreMadeOf(source) };
  const { set } = target;
  if (!set) return;
  taskSets.drain(set);
  while (service.taskSets.includes(set) && !ending.aborted) await cloud.clock.sleep(STEADY_POLL_MS, ending);
  if (ending.aborted) throw new CloudStopped();
}

/** In which order hooks are asked and weights are moved on the way back is not said; asked first, a hook that fails holds traffic up. */
async function stage(
  { cloud, hooks, ending }: Engine,
  deployment: ServiceDeployment,
  name: Stage,
  weights: HookWeights,
  back: () => Promise<void>,
): Promise<void> {
  deployment.stage = name;
  deployment.updatedAt = cloud.clock.now();
  const first = cloud.switches.is('ecs.hooks-on-the-way-back', 'before-the-weights');
  const ask = () => hooks.ask(deployment, name, weights, ending);
  if (!first) await back();
  // A hook that fails now has nothing left to go back from: it has only cost its time.
  await ask().catch(() => cloud.clock.sleep(FAILED_HOOK_MS, ending));
  if (first) await back();
  await cloud.clock.sleep(EMPTY_STAGE_MS, ending);
  if (ending.aborted) throw new CloudStopped();
}

/** How long a failed hook holds up the way back: a guess, long enough to be seen in a rehearsal. */
const FAILED_HOOK_MS = 5 * 60_000;

/** What a service gets back of its former settings; how it is released stays as it was told last. */
function whatTasksAreMadeOf({ settings }: ServiceRevision): Partial<CreateServiceRequest> {
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion, networkConfiguration } = settings;
  return { taskDefinition, launchType, capacityProviderStrategy, platformVersion, networkConfiguration };
}
