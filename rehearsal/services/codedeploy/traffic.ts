import type {
  Action,
  DescribeListenersOutput,
  DescribeRulesOutput,
  DescribeTargetGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AsRole } from './as-role';

/** One target group's share of a forward action. */
export interface Weight {
  readonly targetGroupArn: string;
  readonly weight: number;
}

/** How a forward action is written: with both target groups and their weights, or with the serving one only. */
export type ForwardForm = 'weighted' | 'single';

/**
 * Moves the traffic of a listener: its default action and every rule of it that forwards to one of the two target
 * groups (aws-facts 2.4). Other actions (authentication) and the stickiness of the groups stay as they are; what is right
 * already is not written.
 *
 * @param route the ARN of a listener, or of one rule
 * @param weights of both target groups, 0 to 100
 */
export async function moveTraffic(
  role: AsRole,
  route: string,
  weights: readonly Weight[],
  form: ForwardForm = 'weighted',
): Promise<void> {
  for (const rule of await rulesOf(role, route)) {
    const before = rule.Actions ?? [];
    const concerns = (action: Action) => forwardsToOneOf(action, weights);
    if (!before.some((action) => concerns(action) && !isAlready(action, weights, form))) continue;
    const Actions = before.map((action) => (concerns(action) ? forward(action, weights, form) : action));
    if (rule.IsDefault)
      await role.call('elasticloadbalancing', 'ModifyListener', { ListenerArn: route, DefaultActions: Actions });
    else await role.call('elasticloadbalancing', 'ModifyRule', { RuleArn: rule.RuleArn, Actions });
  }
}

/** The target groups that a listener (by its default action and its rules) or a rule sends traffic to now. */
export async function servingTargetGroups(role: AsRole, route: string): Promise<Set<string>> {
  const actions = (await rulesOf(role, route)).flatMap((rule) => rule.Actions ?? []);
  if (!isRule(route)) actions.push(...(await defaultActionsOf(role, route)));
  const serving = actions.flatMap(weightsOf).filter(({ weight }) => weight > 0);
  return new Set(serving.map(({ targetGroupArn }) => targetGroupArn));
}

/** What an action forwards to. */
export function weightsOf(action: Action): Weight[] {
  if (action.Type !== 'forward') return [];
  const groups = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }];
  return groups.map(({ TargetGroupArn = '', Weight = 1 }) => ({ targetGroupArn: TargetGroupArn, weight: Weight }));
}

/** The ARNs of target groups by their names. */
export async function targetGroupArns(role: AsRole, names: readonly string[]): Promise<Map<string, string>> {
  const { TargetGroups = [] } = await role.call<DescribeTargetGroupsOutput>(
    'elasticloadbalancing',
    'DescribeTargetGroups',
    { Names: [...names] },
  );
  return new Map(
    TargetGroups.map(({ TargetGroupName = '', TargetGroupArn = '' }) => [TargetGroupName, TargetGroupArn]),
  );
}

/** The rules of a listener, the default one among them; or the one rule. */
async function rulesOf(role: AsRole, route: string) {
  const input = isRule(route) ? { RuleArns: [route] } : { ListenerArn: route };
  const { Rules = [] } = await role.call<DescribeRulesOutput>('elasticloadbalancing', 'DescribeRules', input);
  return Rules;
}

async function defaultActionsOf(role: AsRole, listener: string): Promise<Action[]> {
  const input = { ListenerArns: [listener] };
  const answer = await role.call<DescribeListenersOutput>('elasticloadbalancing', 'DescribeListeners', input);
  return answer.Listeners?.[0]?.DefaultActions ?? [];
}

function isRule(route: string): boolean {
  return route.includes(':listener-rule/');
}

function forwardsToOneOf(action: Action, weights: readonly Weight[]): boolean {
  return weightsOf(action).some(({ targetGroupArn }) => weights.some((one) => one.targetGroupArn === targetGroupArn));
}

function isAlready(action: Action, weights: readonly Weight[], form: ForwardForm): boolean {
  const now = weightsOf(action);
  if (form === 'weighted') return JSON.stringify(now) === JSON.stringify(weights);
  return now.length === 1 && now[0]?.targetGroupArn === served(weights);
}

function forward(action: Action, weights: readonly Weight[], form: ForwardForm): Action {
  const { TargetGroupArn: _, ForwardConfig, ...rest } = action;
  if (form === 'single') return { ...rest, Type: 'forward', TargetGroupArn: served(weights) };
  const TargetGroups = weights.map(({ targetGroupArn, weight }) => ({
    TargetGroupArn: targetGroupArn,
    Weight: weight,
  }));
  const { TargetGroupStickinessConfig } = ForwardConfig ?? {};
  return { ...rest, Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig } };
}

/** The target group that has all traffic. */
function served(weights: readonly Weight[]): string | undefined {
  return weights.find(({ weight }) => weight > 0)?.targetGroupArn;
}
