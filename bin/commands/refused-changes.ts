import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../lib/checks/check';
import type { CheckedStack } from '../../lib/checks/model/templates';

const ID = 'BG101';

/** What ECS changes by a CodeDeploy deployment only (aws-facts 2.1). */
const NEVER = [
  ...['CapacityProviderStrategy', 'LoadBalancers', 'NetworkConfiguration', 'PlatformVersion'],
  ...['ServiceConnectConfiguration', 'ServiceRegistries', 'TaskDefinition', 'VolumeConfigurations'],
];

/** A change of these makes another service. */
const REPLACING = ['Cluster', 'LaunchType', 'Role', 'SchedulingStrategy', 'ServiceName'];

/**
 * What a deploy would have ECS refuse: a change of a service that CodeDeploy releases.
 *
 * CloudFormation was seen to send all properties of a service, with the task definition, whichever has changed (aws-facts 2.2); so a
 * change that ECS allows by itself may fail, too.
 */
export function refusedChanges(before: readonly CheckedStack[], after: readonly CheckedStack[]): Finding[] {
  return after.flatMap((stack) => {
    const deployed = before.find(({ name }) => name === stack.name)?.resources ?? {};
    return Object.entries(stack.resources).flatMap(([logicalId, now]) => {
      const old = deployed[logicalId];
      if (now.type !== 'AWS::ECS::Service' || !old || !isCodeDeploys(old.properties) || !isCodeDeploys(now.properties))
        return [];
      const names = [...new Set([...Object.keys(old.properties), ...Object.keys(now.properties)])];
      const changed = names.filter((name) => !isDeepStrictEqual(old.properties[name], now.properties[name])).sort();
      if (changed.length === 0 || changed.some((name) => REPLACING.includes(name))) return [];
      return [finding(now.path, changed)];
    });
  });
}

function isCodeDeploys({ DeploymentController: controller }: Readonly<Record<string, unknown>>): boolean {
  return (controller as { Type?: unknown } | undefined)?.Type === 'CODE_DEPLOY';
}

function finding(path: string, changed: readonly string[]): Finding {
  const refused = changed.filter((name) => NEVER.includes(name));
  if (refused.length > 0) {
    return {
      id: ID,
      level: 'error',
      path,
      message: `${refused.join(', ')} of a service that CodeDeploy releases cannot be changed: ECS refuses the update, and the stack goes back`,
      wayOut:
        'leave the service as it is deployed and release a new task definition, which may bring its own network; or make a second service under another id, move traffic there, and remove this one',
    };
  }
  return {
    id: ID,
    level: 'warning',
    path,
    message: `${changed.join(', ')} of a service that CodeDeploy releases changes: ECS allows it, but CloudFormation may send the task definition with it, and then ECS refuses the update`,
    wayOut: 'change it by UpdateService (aws ecs update-service) beside the stack, or try the deploy where no user is',
  };
}
