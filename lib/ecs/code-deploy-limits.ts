import { DeadlineAction } from '../hooks/approval';
import type { IHook } from '../hooks/hook';
import { HookStage } from '../hooks/hook';
import { requireMinutesBetween, requireName } from '../private/range-checks';
import type { BlueGreenEcsServiceProps } from './blue-green-ecs-service-props';

/** Fails on what CodeDeploy cannot do. */
export function requireCodeDeployCan(props: BlueGreenEcsServiceProps): void {
  requireMinutesBetween('bakeTime', props.bakeTime, 0, 2880, 'CodeDeploy keeps the previous colour for 2 days at most');
  requireName('deploymentGroupName', props.deploymentGroupName, 100, /^[\w.+=,@-]+$/);
  if (props.approval?._atDeadline === DeadlineAction.PROMOTE) {
    throw new Error(
      "'approval' promotes at its deadline, but CodeDeploy stops a release that nobody has promoted; leave out 'atDeadline'",
    );
  }
  if (props.testHeader !== undefined) {
    throw new Error(
      "'testHeader' leads test traffic by a rule of the production listener, but CodeDeploy is given listeners, and would send users to the candidate too; leave it out for a test listener, or use ReleaseController.ecs()",
    );
  }
  requireOneHookPerStage(props.hooks ?? []);
  requireFreeLastStage(props);
  for (const prop of ['recordRetention', 'removalPolicy'] as const) {
    if (props[prop] === undefined || props.analysis) continue;
    throw new Error(`'${prop}' is about the record that an analysis keeps, but there is no 'analysis'; leave it out`);
  }
}

/** CodeDeploy tells of shifted traffic by that hook only. */
function requireFreeLastStage({ hooks = [], releaseOnDeploy }: BlueGreenEcsServiceProps): void {
  if (releaseOnDeploy?._waitsFor !== 'shifted') return;
  if (!hooks.some(({ stage }) => stage === HookStage.AFTER_ALLOW_TRAFFIC)) return;
  throw new Error(
    `'hooks' has one at the stage ${HookStage.AFTER_ALLOW_TRAFFIC}, where CodeDeploy asks one only, and ReleaseOnDeploy.untilShifted() needs it to hear that traffic has shifted; give the hook another stage, or use ReleaseOnDeploy.untilBaked() or start()`,
  );
}

function requireOneHookPerStage(hooks: IHook[]): void {
  for (const stage of Object.values(HookStage)) {
    const count = hooks.filter((hook) => hook.stage === stage).length;
    if (count > 1) {
      throw new Error(
        `'hooks' has ${count} hooks at the stage ${stage}, where CodeDeploy asks one only; give one of them another 'stage'`,
      );
    }
  }
}
