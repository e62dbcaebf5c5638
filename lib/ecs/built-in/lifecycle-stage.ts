import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { HookStage } from '../../hooks/hook';

/**
 * Where ECS asks the hooks of our stages.
 *
 * `BEFORE_ALLOW_TRAFFIC` is asked before every step of a shift; the handlers run at the first one only (lambda/shared/ecs-hook.ts). None of
 * our stages is one that ECS asks again on the way back.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
const STAGES: Record<HookStage, string> = {
  [HookStage.BEFORE_INSTALL]: 'PRE_SCALE_UP',
  [HookStage.AFTER_INSTALL]: 'POST_SCALE_UP',
  [HookStage.AFTER_ALLOW_TEST_TRAFFIC]: 'POST_TEST_TRAFFIC_SHIFT',
  [HookStage.BEFORE_ALLOW_TRAFFIC]: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
  [HookStage.AFTER_ALLOW_TRAFFIC]: 'POST_PRODUCTION_TRAFFIC_SHIFT',
};

/** ECS's stage, as the CDK's type has it; its enum of our lowest version lacks PRE_PRODUCTION_TRAFFIC_SHIFT, which it passes on all the same. */
export function lifecycleStageOf(stage: HookStage): ecs.DeploymentLifecycleStage {
  return STAGES[stage] as ecs.DeploymentLifecycleStage;
}
