import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { HookStage, type IHook, type ReleaseHookContext } from '../hooks/hook';

/** A hook that has been bound, with the name that its states have. */
export interface MachineHookBinding {
  readonly name: string;
  readonly stage: HookStage;
  readonly handler: lambda.IFunction;
}

/** Binds hooks in the order in which they are asked. */
export function bindHooks(hooks: IHook[], context: ReleaseHookContext): MachineHookBinding[] {
  const stages = Object.values(HookStage);
  const inOrder = [...hooks].sort((one, other) => stages.indexOf(one.stage) - stages.indexOf(other.stage));
  const used = new Set<string>();
  return inOrder.map((hook) => {
    const { handler, name = hook.stage } = hook.bindToStateMachine(context);
    if (used.has(name)) {
      throw new Error(`'${context.servicePath}' has two hooks '${name}'; give one of them another id`);
    }
    used.add(name);
    return { name, stage: hook.stage, handler };
  });
}
