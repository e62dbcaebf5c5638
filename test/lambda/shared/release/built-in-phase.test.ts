import type { DeploymentLifecycleHookDetail } from '@aws-sdk/client-ecs';
import { builtInPhase, type DeploymentFacts } from '../../../../lambda/shared/release/built-in-phase';

const pause = (status: DeploymentLifecycleHookDetail['status']): DeploymentLifecycleHookDetail => ({
  targetType: 'PAUSE',
  status,
});
const at = (lifecycleStage: string, weight = 0, more: Partial<DeploymentFacts> = {}) =>
  ({
    status: 'IN_PROGRESS',
    lifecycleStage,
    targetServiceRevision: { requestedProductionTrafficWeight: weight },
    ...more,
  }) as DeploymentFacts;
const over = (status: DeploymentFacts['status'], weight = 0) => at('CLEAN_UP', weight, { status });

test.each<[DeploymentFacts, string]>([
  [{ status: 'PENDING' }, 'preparing'],
  [{ status: 'IN_PROGRESS' }, 'preparing'],
  [at('RECONCILE_SERVICE'), 'preparing'],
  [at('PRE_SCALE_UP'), 'preparing'],
  [at('SCALE_UP'), 'preparing'],
  [at('POST_SCALE_UP'), 'preparing'],
  [at('TEST_TRAFFIC_SHIFT'), 'testing'],
  [at('POST_TEST_TRAFFIC_SHIFT'), 'testing'],
  [at('POST_TEST_TRAFFIC_SHIFT', 0, { lifecycleHookDetails: [pause('AWAITING_ACTION')] }), 'waiting'],
  [at('POST_TEST_TRAFFIC_SHIFT', 0, { lifecycleHookDetails: [pause('SUCCEEDED')] }), 'testing'],
  [at('PRE_PRODUCTION_TRAFFIC_SHIFT'), 'testing'],
  [at('PRODUCTION_TRAFFIC_SHIFT', 10), 'shifting'],
  [at('PRE_PRODUCTION_TRAFFIC_SHIFT', 10), 'shifting'],
  [at('POST_PRODUCTION_TRAFFIC_SHIFT', 100), 'baking'],
  [at('BAKE_TIME', 100), 'baking'],
  [at('CLEAN_UP', 100), 'baking'],
  [at('A_STAGE_OF_NEXT_YEAR'), 'preparing'],
  [over('SUCCESSFUL', 100), 'succeeded'],
  [over('STOP_REQUESTED', 100), 'rolling-back'],
  [over('ROLLBACK_REQUESTED', 100), 'rolling-back'],
  [over('ROLLBACK_IN_PROGRESS', 0), 'rolling-back'],
  [over('ROLLBACK_SUCCESSFUL'), 'rolled-back'],
  [over('STOPPED'), 'rolled-back'],
  [over('STOPPED', 10), 'failed'],
  [over('ROLLBACK_FAILED'), 'rolled-back'],
  [over('ROLLBACK_FAILED', 100), 'failed'],
])('%j is %s', (facts, phase) => {
  expect(builtInPhase(facts)).toBe(phase);
});
