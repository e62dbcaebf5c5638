import type { Duration } from 'aws-cdk-lib';
import { HookStage } from '../../hooks/hook';
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
 * Has ECS wait for a person, if the service asks for one: with test traffic on the candidate, while the hooks of that stage run. Before
 * production traffic would be later, but there ECS would wait again before every step of the shift.
 */
export function addGate({ props: { approval }, traffic }: ServiceParts, into: LifecycleHooks): void {
  if (!approval?._within) return;
  const stage = traffic.testListener ? HookStage.AFTER_ALLOW_TEST_TRAFFIC : HookStage.AFTER_INSTALL;
  into.addPause({ stage: lifecycleStageOf(stage), within: approval._within, atDeadline: approval._atDeadline });
}
