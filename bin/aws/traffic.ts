import { DescribeServicesCommand, type TaskSet } from '@aws-sdk/client-ecs';
import {
  type Action,
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
  paginateDescribeRules,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EcsDescriptor } from '../../rehearsal/release/descriptor/ecs';
import type { Traffic } from '../commands/ports';
import { Problem } from '../commands/problem';
import { firingAlarms } from './alarms';
import type { EcsClients } from './clients';
import type { PairNames } from './deployment';
import type { Group } from './deployment-group';
import { type ByColour, forwarded, healthyTargets, percentages } from './target-groups';

/** Who serves production: task sets, weights of the production listener, target health, alarms. */
export async function readTraffic(clients: EcsClients, service: EcsDescriptor, group: Group): Promise<Traffic> {
  const arns = await targetGroupArns(clients, group.pair);
  const [actions, taskSet, firing] = await Promise.all([
    productionActions(clients, service, arns),
    primaryTaskSet(clients, service),
    firingAlarms(clients.cloudWatch, group.alarms),
  ]);
  const weights = percentages(actions, arns);
  const [blue, green] = await Promise.all([
    healthyTargets(clients.elb, arns.blue),
    healthyTargets(clients.elb, arns.green),
  ]);
  return {
    live: liveColour(taskSet, arns, weights),
    weights,
    healthyTargets: { blue, green },
    version: taskSet?.taskDefinition,
    firing,
  };
}

async function targetGroupArns({ elb }: EcsClients, pair: PairNames): Promise<ByColour<string>> {
  const { TargetGroups = [] } = await elb.send(new DescribeTargetGroupsCommand({ Names: [pair.blue, pair.green] }));
  const arnOf = (name: string) => TargetGroups.find((one) => one.TargetGroupName === name)?.TargetGroupArn ?? '';
  return { blue: arnOf(pair.blue), green: arnOf(pair.green) };
}

/**
 * The actions that lead to the pair: the default ones of the listener, or those of its rule that forwards to the pair when the service
 * shares the listener with others.
 */
async function productionActions(
  { elb }: EcsClients,
  service: EcsDescriptor,
  arns: ByColour<string>,
): Promise<readonly Action[]> {
  const { Listeners = [] } = await elb.send(
    new DescribeListenersCommand({ ListenerArns: [service.productionListener] }),
  );
  if (!Listeners[0]) {
    throw new Problem(
      `the production listener ${service.productionListener} of ${service.path} does not exist; deploy its stack again`,
    );
  }
  const { DefaultActions = [] } = Listeners[0];
  if (leadsToOneOf(DefaultActions, arns)) return DefaultActions;
  for await (const { Rules = [] } of paginateDescribeRules(
    { client: elb },
    { ListenerArn: service.productionListener },
  )) {
    const rule = Rules.find(({ Actions = [] }) => leadsToOneOf(Actions, arns));
    if (rule) return rule.Actions ?? [];
  }
  return DefaultActions;
}

function leadsToOneOf(actions: readonly Action[], { blue, green }: ByColour<string>): boolean {
  return forwarded(actions).some(({ TargetGroupArn }) => TargetGroupArn === blue || TargetGroupArn === green);
}

async function primaryTaskSet(
  { ecs }: EcsClients,
  { cluster, service, path }: EcsDescriptor,
): Promise<TaskSet | undefined> {
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  if (services.length === 0) {
    throw new Problem(
      `the ECS service '${service}' of ${path} does not exist in cluster '${cluster}'; deploy its stack again`,
    );
  }
  return services[0].taskSets?.find((one) => one.status === 'PRIMARY');
}

/** Live is where the PRIMARY task set is; the weights only decide when ECS does not say. */
function liveColour(taskSet: TaskSet | undefined, arns: ByColour<string>, weights: ByColour<number>) {
  const arn = taskSet?.loadBalancers?.[0]?.targetGroupArn;
  if (arn === arns.blue) return 'blue';
  if (arn === arns.green) return 'green';
  return weights.green > weights.blue ? 'green' : 'blue';
}
