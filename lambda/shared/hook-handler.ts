import { codeDeployHook } from './codedeploy-hook';
import { ecsHook, isEcsEvent } from './ecs-hook';
import type { Hook, HookContext } from './hook-run';
import { isMachineEvent, stateMachineHook } from './state-machine-hook';

/** A hook's Lambda handler for whoever asks: CodeDeploy, the release machine or ECS itself. */
export function hookHandler(name: string, hook: Hook): (event: unknown, context: HookContext) => Promise<unknown> {
  const codeDeploy = codeDeployHook(name, hook);
  const machine = stateMachineHook(name, hook);
  const ecs = ecsHook(name, hook);
  return (event, context) => {
    if (isMachineEvent(event)) return machine(event, context);
    return isEcsEvent(event) ? ecs(event, context) : codeDeploy(event, context);
  };
}
