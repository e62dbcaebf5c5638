import type { Construct } from 'constructs';
import { HookStage } from '../hooks/hook';
import type { Traffic } from '../traffic/traffic';
import type { BlueGreenAutoScalingGroupProps } from './blue-green-auto-scaling-group-props';

/** A hook that is asked when test traffic is allowed needs some. */
export function requireTestTraffic(
  scope: Construct,
  { hooks }: BlueGreenAutoScalingGroupProps,
  traffic: Traffic,
): void {
  const early = (hooks ?? []).find((hook) => hook.stage === HookStage.AFTER_ALLOW_TEST_TRAFFIC);
  if (!early || traffic.testListener) return;
  throw new Error(
    `a hook of '${scope.node.path}' is at the stage ${early.stage}, but there is no test traffic; leave out 'testTraffic: false' or give the hook another stage`,
  );
}
