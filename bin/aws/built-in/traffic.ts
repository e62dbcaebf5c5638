import type { ServiceDeployment, ServiceRevision } from '@aws-sdk/client-ecs';
import { DescribeRulesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { candidateShare } from '../../../lambda/shared/release/built-in-phase';
import type { BuiltInDescriptor } from '../../../rehearsal/release/descriptor/ecs-built-in';
import type { Colour } from '../../../rehearsal/report';
import type { Traffic } from '../../commands/ports';
import { Problem } from '../../commands/problem';
import { firingAlarms } from '../alarms';
import type { EcsClients } from '../clients';
import { type ByColour, healthyTargets, percentages } from '../target-groups';
import type { ServiceDeployments } from './service-deployments';

/** Who serves production: weights of the production rule, target health, alarms, and the revision that has the traffic. */
export async function readTraffic(
  { elb, cloudWatch }: EcsClients,
  descriptor: BuiltInDescriptor,
  deployments: ServiceDeployments,
  newest: ServiceDeployment | undefined,
): Promise<Traffic> {
  const { colours, productionRule, alarms, path } = descriptor;
  const groups = { blue: colours.blue.targetGroup, green: colours.green.targetGroup };
  const [{ Rules = [] }, firing, blue, green] = await Promise.all([
    elb.send(new DescribeRulesCommand({ RuleArns: [productionRule] })),
    firingAlarms(cloudWatch, alarms),
    healthyTargets(elb, groups.blue),
    healthyTargets(elb, groups.green),
  ]);
  if (!Rules[0])
    throw new Problem(`the production rule ${productionRule} of ${path} does not exist; deploy its stack again`);
  const weights = percentages(Rules[0].Actions ?? [], groups);
  const revision = await deployments.revision(liveRevision(newest));
  return {
    live: colourOf(revision, groups) ?? (weights.green > weights.blue ? 'green' : 'blue'),
    weights,
    healthyTargets: { blue, green },
    version: revision?.taskDefinition,
    firing,
  };
}

/** The colour where a revision's tasks are registered, if ECS says so. */
export function colourOf(revision: ServiceRevision | undefined, groups: ByColour<string>): Colour | undefined {
  const group = revision?.resolvedConfiguration?.loadBalancers?.[0]?.targetGroupArn;
  if (group === undefined) return undefined;
  if (group === groups.blue) return 'blue';
  return group === groups.green ? 'green' : undefined;
}

/** What serves: the candidate once it has everything, what was there before until then. */
function liveRevision(newest: ServiceDeployment | undefined): string | undefined {
  if (!newest) return undefined;
  if (newest.status === 'SUCCESSFUL' || candidateShare(newest) === 100) return newest.targetServiceRevision?.arn;
  return newest.sourceServiceRevisions?.[0]?.arn;
}
