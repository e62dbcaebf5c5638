import type { Action, ForwardActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../aws-error';
import { checkRange, invalidConfiguration, required, validationError } from './errors';
import type { TargetGroupRecord } from './records';
import { type Elbv2State, groupsOf } from './state';

/** Not adjustable (aws-facts 5.4). */
const MAX_GROUPS_PER_ACTION = 5;

/**
 * The actions of a rule as AWS keeps them and reads them back (aws-facts 5.1): a forward to one group carries both
 * TargetGroupArn and ForwardConfig, a forward to several the ForwardConfig only.
 *
 * @throws AWS's errors for actions that it refuses
 */
export function checkedActions(
  state: Elbv2State,
  actions: Action[] | undefined,
  where: { readonly ruleArn: string; readonly loadBalancerArn: string },
): Action[] {
  const wanted = required(actions, 'Actions');
  if (wanted.length === 0) throw validationError('At least one action is required');
  const ordered = [...wanted].sort((a, b) => (a.Order ?? 0) - (b.Order ?? 0));
  const last = ordered[ordered.length - 1];
  if (!isFinal(last)) {
    throw new AwsError(
      'InvalidLoadBalancerAction',
      `The last action must be forward, redirect or fixed-response, got '${last.Type}'`,
    );
  }
  if (ordered.slice(0, -1).some(isFinal)) {
    throw new AwsError('TooManyActions', 'Only one forward, redirect or fixed-response action is allowed');
  }
  const kept = ordered.map((action) => checkedAction(state, action, where.ruleArn));
  checkAssociations(state, groupsOf(kept), where.loadBalancerArn);
  return kept;
}

function isFinal(action: Action): boolean {
  return action.Type === 'forward' || action.Type === 'redirect' || action.Type === 'fixed-response';
}

function checkedAction(state: Elbv2State, action: Action, ruleArn: string): Action {
  if (action.Type === 'forward') return checkedForward(state, action, ruleArn);
  if (action.Type === 'redirect') {
    if (!action.RedirectConfig) throw validationError('A redirect action needs a RedirectConfig');
    if (!['HTTP_301', 'HTTP_302'].includes(action.RedirectConfig.StatusCode ?? '')) {
      throw validationError(
        `The status code of a redirect must be HTTP_301 or HTTP_302, got '${action.RedirectConfig.StatusCode}'`,
      );
    }
    // AWS reads back every part of a redirect, those not given as the placeholder that keeps them.
    const kept = { Protocol: '#{protocol}', Host: '#{host}', Port: '#{port}', Path: '/#{path}', Query: '#{query}' };
    return { ...action, RedirectConfig: { ...kept, ...action.RedirectConfig } };
  }
  if (action.Type === 'fixed-response') {
    if (!/^[245]\d\d$/.test(action.FixedResponseConfig?.StatusCode ?? '')) {
      throw validationError(
        `The status code of a fixed response must be 2XX, 4XX or 5XX, got '${action.FixedResponseConfig?.StatusCode}'`,
      );
    }
  }
  return structuredClone(action);
}

function checkedForward(state: Elbv2State, action: Action, ruleArn: string): Action {
  const tuples = action.ForwardConfig?.TargetGroups ?? [
    { TargetGroupArn: required(action.TargetGroupArn, 'TargetGroupArn') },
  ];
  if (tuples.length === 0) throw validationError('A forward action needs at least one target group');
  if (tuples.length > MAX_GROUPS_PER_ACTION) {
    throw validationError(
      `A forward action can have up to ${MAX_GROUPS_PER_ACTION} target groups, got ${tuples.length}`,
    );
  }
  if (action.TargetGroupArn && (tuples.length > 1 || tuples[0].TargetGroupArn !== action.TargetGroupArn)) {
    throw validationError(
      'When both TargetGroupArn and ForwardConfig are given, ForwardConfig must have the same target group and no other',
    );
  }
  const arns = tuples.map((tuple) => required(tuple.TargetGroupArn, 'TargetGroupArn'));
  if (new Set(arns).size < arns.length) throw validationError('A forward action cannot list a target group twice');
  for (const tuple of tuples) checkRange('The weight of a target group', tuple.Weight, 0, 999);
  const stickiness = checkedStickiness(action.ForwardConfig);
  const groups = arns.map((arn) => state.targetGroup(arn));
  if (groups.length > 1 && !stickiness.Enabled && groups.some(isSticky)) {
    throw stickinessMissing(ruleArn);
  }
  return {
    Type: 'forward',
    ...(action.Order !== undefined && { Order: action.Order }),
    ...(arns.length === 1 && { TargetGroupArn: arns[0] }),
    ForwardConfig: {
      TargetGroups: tuples.map((tuple) => ({ TargetGroupArn: tuple.TargetGroupArn, Weight: tuple.Weight ?? 1 })),
      TargetGroupStickinessConfig: stickiness,
    },
  };
}

function checkedStickiness(config: ForwardActionConfig | undefined): { Enabled: boolean; DurationSeconds?: number } {
  const { Enabled: enabled = false, DurationSeconds: seconds } = config?.TargetGroupStickinessConfig ?? {};
  const inRange = seconds !== undefined && Number.isInteger(seconds) && seconds >= 1 && seconds <= 604800;
  if (seconds === undefined ? enabled : !inRange) {
    throw validationError('Target group stickiness duration must be between 1 and 604800 seconds');
  }
  return { Enabled: enabled, ...(seconds !== undefined && { DurationSeconds: seconds }) };
}

/** Fails when one of the groups already serves another load balancer: one per group is a fixed limit. */
function checkAssociations(state: Elbv2State, groups: readonly string[], loadBalancerArn: string): void {
  const taken = groups.filter((group) => state.loadBalancersOf(group).some((user) => user !== loadBalancerArn));
  if (taken.length > 0) {
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${taken.join(', ')}`,
    );
  }
}

/** Fails when a group that is to become sticky is in a forward to several groups that is not sticky itself. */
export function checkGroupMayBeSticky(state: Elbv2State, group: TargetGroupRecord): void {
  for (const { ruleArn, actions } of state.allActions()) {
    for (const { ForwardConfig: config } of actions) {
      const tuples = config?.TargetGroups ?? [];
      const listed = tuples.length > 1 && tuples.some((tuple) => tuple.TargetGroupArn === group.arn);
      if (listed && !config?.TargetGroupStickinessConfig?.Enabled) throw stickinessMissing(ruleArn);
    }
  }
}

export function isSticky(group: TargetGroupRecord): boolean {
  return group.attributes.get('stickiness.enabled') === 'true';
}

function stickinessMissing(ruleArn: string): AwsError {
  return invalidConfiguration(
    `This target group appears behind a rule with group stickiness disabled (${ruleArn}). You must enable group stickiness before enabling target stickiness`,
  );
}
