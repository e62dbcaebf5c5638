import {
  type AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Weights } from '../shared/release/weights';
import type { ColourSettings, Settings } from './environment';
import { type ColourState, colourState } from './group';

/** The clients that the questions are answered by. */
export interface Clients {
  readonly autoScaling: AutoScalingClient;
  readonly loadBalancing: ElasticLoadBalancingV2Client;
}

/** What one colour is like now; failures to start only since a time. */
export async function readColour(
  { autoScaling, loadBalancing }: Clients,
  { group, targetGroup }: ColourSettings,
  since?: string,
): Promise<ColourState> {
  const [groups, targets] = await Promise.all([
    autoScaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] })),
    loadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup })),
  ]);
  const found = groups.AutoScalingGroups?.[0];
  if (!found) throw new Error(`there is no Auto Scaling group '${group}'`);
  const failure = since === undefined ? undefined : await lastFailure(autoScaling, group, since);
  return colourState(found, targets.TargetHealthDescriptions ?? [], failure);
}

/** The weights of production, by the listener or its rule. */
export async function readWeights({ loadBalancing }: Clients, settings: Settings): Promise<Weights> {
  const actions = await readActions(loadBalancing, settings);
  const forward = actions.find(({ Type }) => Type === 'forward');
  const groups = forward?.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: forward?.TargetGroupArn, Weight: 1 }];
  const weightOf = (targetGroup: string) =>
    groups.find(({ TargetGroupArn }) => TargetGroupArn === targetGroup)?.Weight ?? 0;
  return { blue: weightOf(settings.blue.targetGroup), green: weightOf(settings.green.targetGroup) };
}

async function readActions(client: ElasticLoadBalancingV2Client, { listener, rule }: Settings): Promise<Action[]> {
  if (rule) {
    const { Rules } = await client.send(new DescribeRulesCommand({ RuleArns: [rule] }));
    return Rules?.[0]?.Actions ?? [];
  }
  const { Listeners } = await client.send(new DescribeListenersCommand({ ListenerArns: [listener] }));
  return Listeners?.[0]?.DefaultActions ?? [];
}

async function lastFailure(client: AutoScalingClient, group: string, since: string): Promise<string | undefined> {
  const { Activities = [] } = await client.send(
    new DescribeScalingActivitiesCommand({ AutoScalingGroupName: group, MaxRecords: 10 }),
  );
  const recent = Activities.filter(({ StartTime }) => StartTime && StartTime.getTime() >= Date.parse(since));
  const failed = recent.find(({ StatusCode }) => StatusCode === 'Failed');
  return failed?.StatusMessage;
}
