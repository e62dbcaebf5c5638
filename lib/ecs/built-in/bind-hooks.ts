import type { Duration } from 'aws-cdk-lib';
import { HookStage } from '../../hooks/hook';
import { DEFAULT_SHIFT } from '../../traffic/default-shift';
import { hookContextOf } from '../hook-context';
import type { ServiceParts } from '../release-strategy';
import type { HookDescriptor } from './built-in-descriptor';
import type { LifecycleHooks } from './lifecycle-hooks';
import { lifecycleStageOf } from './lifecycle-stage';

/** Has ECS ask the service's hooks; answers whom it asks, and when. */
export function bindHooks(parts: ServiceParts, into: LifecycleHooks, timeout: Duration): HookDescriptor[] {
  const context = hookContextOf(parts);
  return (parts.props.hooks ?? []).map((hook) => {
    const { handler, details } = hook.bindToEcs(context);
    into.addLambda({ handler, stage: lifecycleStageOf(hook.stage), timeout, details });
    return { stage: hook.stage, functionArn: handler.functionArn };
  });
}

/**
 * Has ECS wait for a person, if the service asks for one.
 *
 * When all traffic moves at once, before it moves: the hooks with test traffic have ended by then. With steps ECS would wait there again
 * before every one, so it waits earlier, with test traffic on the candidate, while the hooks of that stage run; also where a hook is
 * asked before the shift, which is to run after the person has answered (`PreWarm`). Each way production traffic moves only after both.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export function addGate({ props, traffic }: ServiceParts, into: LifecycleHooks): void {
  const { approval, hooks = [], shift = DEFAULT_SHIFT } = props;
  if (!approval?._within) return;
  const early = traffic.testListener ? HookStage.AFTER_ALLOW_TEST_TRAFFIC : HookStage.AFTER_INSTALL;
  const isLate = shift._type === 'AllAtOnce' && hooks.every(({ stage }) => stage !== HookStage.BEFORE_ALLOW_TRAFFIC);
  const stage = isLate ? HookStage.BEFORE_ALLOW_TRAFFIC : early;
  into.addPause({ stage: lifecycleStageOf(stage), within: approval._within, atDeadline: approval._atDeadline });
}
