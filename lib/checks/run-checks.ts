import { ALL_CHECKS } from './all-checks';
import type { Finding } from './check';
import { codeDeployReleases } from './model/code-deploy-releases';
import { ecsReleases } from './model/ecs-releases';
import { machineReleases } from './model/machine-releases';
import { type CheckedStack, Templates } from './model/templates';

/** What the templates of all other resources say does not matter to any check. */
const LOOKED_AT =
  /^Custom::BlueGreen(LiveState|Release)$|^AWS::(ApplicationAutoScaling::ScalingPolicy|AutoScaling::AutoScalingGroup|CloudFormation::Stack|CloudWatch::Alarm|CodeDeploy::Deployment|EC2::(LaunchTemplate|SecurityGroup)|ECS::|ElasticLoadBalancingV2::|Lambda::Function|SSM::Parameter)/;

/** Whether some check looks at resources of this type. */
export function isLookedAt(type: string): boolean {
  return LOOKED_AT.test(type);
}

/** Runs every check over an app's templates. */
export function runChecks(stacks: readonly CheckedStack[]): Finding[] {
  const templates = new Templates(stacks);
  const releases = [...codeDeployReleases(templates), ...ecsReleases(templates), ...machineReleases(templates)];
  return ALL_CHECKS.flatMap(({ id, level, wayOut, find }) =>
    find({ templates, releases }).map(({ resource, message }) => ({ id, level, path: resource.path, message, wayOut })),
  );
}
