import type { Action, RuleCondition as AwsCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  GroupTable,
  ListenerAction,
  ListenerRule,
  ListenerTable,
  RoutingTable,
  RuleCondition,
  Stickiness,
  Target,
  TargetState,
} from '../../stage/data-plane/routing-table';
import { isSticky } from './actions';
import { valuesOf } from './conditions';
import type { ListenerRecord, RuleRecord, TargetGroupRecord, TargetRecord } from './records';
import type { Elbv2State } from './state';
import { describeHealth } from './target-health';

/** What an action that the data plane does not have answers: visible to everybody, rather than traffic that AWS would refuse. */
const NOT_REHEARSED: ListenerAction = {
  kind: 'fixed-response',
  statusCode: 501,
  body: 'the rehearsal has no such action',
};

/**
 * The state of the service as the data plane understands it: application load balancers only. A rule with a condition
 * that the data plane cannot ask (`query-string`, `source-ip`, `http-request-method`) is left out, see `unroutableRules`.
 */
export function routingTable(state: Elbv2State): RoutingTable {
  return {
    listeners: [...state.listeners.values()].flatMap((listener) => listenerTable(state, listener) ?? []),
    groups: [...state.targetGroups.values()].map(groupTable),
  };
}

/** The ARNs of the rules that the routing table leaves out, for the report. */
export function unroutableRules(state: Elbv2State): string[] {
  return [...state.rules.values()].filter((rule) => !tryConditions(rule.conditions)).map((rule) => rule.arn);
}

function listenerTable(state: Elbv2State, listener: ListenerRecord): ListenerTable | undefined {
  const loadBalancer = state.loadBalancer(listener.loadBalancerArn);
  const { Port: port = 80, Protocol: protocol } = listener.description;
  if (loadBalancer.description.Type !== 'application') return undefined;
  return {
    listenerArn: listener.arn,
    loadBalancer: listener.loadBalancerArn,
    port,
    protocol: protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    defaultAction: lastAction(listener.defaultActions),
    rules: state.rulesOf(listener.arn).flatMap((rule) => listenerRule(rule) ?? []),
    idleTimeoutSeconds: Number(loadBalancer.attributes.get('idle_timeout.timeout_seconds')),
  };
}

function listenerRule(rule: RuleRecord): ListenerRule | undefined {
  const conditions = tryConditions(rule.conditions);
  return conditions && { priority: rule.priority, conditions, action: lastAction(rule.actions) };
}

function tryConditions(conditions: AwsCondition[]): RuleCondition[] | undefined {
  const known = conditions.map(tryCondition);
  return known.every((one) => one !== undefined) ? known : undefined;
}

function tryCondition(condition: AwsCondition): RuleCondition | undefined {
  const values = valuesOf(condition).map(String);
  if (condition.Field === 'host-header' || condition.Field === 'path-pattern')
    return { field: condition.Field, values };
  const name = condition.HttpHeaderConfig?.HttpHeaderName;
  if (condition.Field === 'http-header' && name) return { field: 'http-header', name, values };
  return undefined;
}

/** The action that answers is the last one; those before it ask who somebody is, and here everybody is let in. */
function lastAction(actions: Action[]): ListenerAction {
  const action = actions[actions.length - 1];
  if (action?.ForwardConfig) return forward(action.ForwardConfig);
  if (action?.RedirectConfig) {
    const { StatusCode, Protocol, Host, Port, Path, Query } = action.RedirectConfig;
    return {
      kind: 'redirect',
      statusCode: StatusCode === 'HTTP_301' ? 301 : 302,
      protocol: Protocol,
      host: Host,
      port: Port,
      path: Path,
      query: Query,
    };
  }
  if (action?.FixedResponseConfig) {
    const { StatusCode, ContentType, MessageBody } = action.FixedResponseConfig;
    return { kind: 'fixed-response', statusCode: Number(StatusCode), contentType: ContentType, body: MessageBody };
  }
  return NOT_REHEARSED;
}

function forward(config: NonNullable<Action['ForwardConfig']>): ListenerAction {
  const { Enabled: enabled = false, DurationSeconds: durationSeconds = 0 } = config.TargetGroupStickinessConfig ?? {};
  return {
    kind: 'forward',
    groups: (config.TargetGroups ?? []).map(({ TargetGroupArn: groupArn = '', Weight: weight = 1 }) => ({
      groupArn,
      weight,
    })),
    ...(enabled && { groupStickiness: { enabled, durationSeconds } }),
  };
}

function groupTable(group: TargetGroupRecord): GroupTable {
  const slowStartSeconds = Number(group.attributes.get('slow_start.duration_seconds'));
  return {
    groupArn: group.arn,
    protocol: group.description.Protocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    targets: [...group.targets].map(([id, target]) => targetOf(group, id, target, slowStartSeconds > 0)),
    ...(isSticky(group) && { targetStickiness: targetStickiness(group) }),
    ...(slowStartSeconds > 0 && { slowStartSeconds }),
  };
}

function targetStickiness(group: TargetGroupRecord): Stickiness {
  const type = group.attributes.get('stickiness.type');
  return { enabled: true, durationSeconds: Number(group.attributes.get(`stickiness.${type}.duration_seconds`)) };
}

function targetOf(group: TargetGroupRecord, id: string, target: TargetRecord, slowStart: boolean): Target {
  return {
    id,
    host: target.host,
    port: target.port,
    state: stateOf(group, target),
    ...(slowStart && target.slowStartFrom !== undefined && { slowStartFrom: target.slowStartFrom }),
  };
}

/** Without health checks every target is taken for healthy. */
function stateOf(group: TargetGroupRecord, target: TargetRecord): TargetState {
  const { State: state } = describeHealth(group, target);
  if (state === 'unavailable') return 'healthy';
  return state === 'unhealthy.draining' || state === undefined ? 'draining' : state;
}
