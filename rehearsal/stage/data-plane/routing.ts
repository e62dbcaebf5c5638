import { redirectLocation } from './redirect';
import type { ForwardAction, GroupTable, ListenerTable, Target, WeightedGroup } from './routing-table';
import { actionFor, type RequestFacts } from './rule-matching';
import { stickyCookies, stuckTo } from './sticky-cookie';
import { weightedChoice } from './weighted-choice';

/** Points on which AWS's documents say nothing certain. The defaults are the values that hide no trouble. */
export interface RoutingSwitches {
  /**
   * Does a client whose AWSALBTG cookie names a group go on to that group once its weight is 0 (aws-facts 5.1, UNCERTAIN)?
   * With true a rollback of weights does not reach such clients until their cookie expires, which is what the documents
   * ("requests with a cookie go to the group encoded in it") suggest.
   * @default true
   */
  readonly stickyToWeightZero?: boolean;
  /**
   * Does a group without a healthy target also fail open to targets that have passed no check yet (`initial`)? With false
   * they get nothing, and a group that has only such targets answers 503.
   * @default false
   */
  readonly failOpenToInitial?: boolean;
}

/** What a decision depends on besides the request and the listener. */
export interface RoutingContext {
  readonly groups: ReadonlyMap<string, GroupTable>;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  /** Milliseconds: the age of cookies and of slow starts. */
  readonly now: number;
  readonly switches?: RoutingSwitches;
}

/** What is to happen with a request. */
export type Decision =
  | {
      readonly kind: 'forward';
      readonly group: GroupTable;
      readonly target: Target;
      /** `Set-Cookie` headers to add to the answer. */
      readonly cookies: readonly string[];
    }
  | { readonly kind: 'redirect'; readonly statusCode: 301 | 302; readonly location: string }
  | {
      readonly kind: 'fixed-response';
      readonly statusCode: number;
      readonly contentType: string;
      readonly body: string;
    }
  /** 503: all weights are 0, or the chosen group has nobody. Counts as HTTPCode_ELB_5XX, not in RequestCount. */
  | { readonly kind: 'unavailable'; readonly emptyGroupArn?: string };

/** Decides where a request goes. Pure. */
export function route(request: RequestFacts, listener: ListenerTable, context: RoutingContext): Decision {
  const action = actionFor(request, listener);
  switch (action.kind) {
    case 'redirect':
      return {
        kind: 'redirect',
        statusCode: action.statusCode,
        location: redirectLocation(action, request, listener),
      };
    case 'fixed-response':
      return {
        kind: 'fixed-response',
        statusCode: action.statusCode,
        contentType: action.contentType ?? 'text/plain',
        body: action.body ?? '',
      };
    case 'forward':
      return forward(action, request, context);
  }
}

/**
 * The targets of a group that may get a new request: the healthy ones; without any the group fails open to all unhealthy
 * ones (aws-facts 5.3). Draining and unused ones never.
 */
export function routableTargets(group: GroupTable, switches: RoutingSwitches = {}): readonly Target[] {
  const healthy = group.targets.filter((target) => target.state === 'healthy');
  if (healthy.length > 0) return healthy;
  return group.targets.filter(
    ({ state }) => state === 'unhealthy' || (state === 'initial' && switches.failOpenToInitial === true),
  );
}

function forward(action: ForwardAction, request: RequestFacts, context: RoutingContext): Decision {
  const header = typeof request.headers.cookie === 'string' ? request.headers.cookie : undefined;
  const chosen = chooseGroup(action, header, context);
  if (!chosen) return { kind: 'unavailable' };
  const group = context.groups.get(chosen.groupArn);
  const target = group && chooseTarget(group, header, context);
  if (!group || !target) return { kind: 'unavailable', emptyGroupArn: chosen.groupArn };

  const cookies: string[] = [];
  if (action.groupStickiness?.enabled) {
    cookies.push(...stickyCookies('AWSALBTG', group.groupArn, action.groupStickiness.durationSeconds, context.now));
  }
  if (group.targetStickiness?.enabled) {
    cookies.push(...stickyCookies('AWSALB', target.id, group.targetStickiness.durationSeconds, context.now));
  }
  return { kind: 'forward', group, target, cookies };
}

function chooseGroup(
  action: ForwardAction,
  header: string | undefined,
  context: RoutingContext,
): WeightedGroup | undefined {
  if (action.groupStickiness?.enabled) {
    const stuck = action.groups.find(({ groupArn }) => groupArn === stuckTo('AWSALBTG', header, context.now));
    if (stuck && mayStick(stuck, context)) return stuck;
  }
  return weightedChoice(action.groups, ({ weight }) => weight, context.random());
}

function mayStick({ groupArn, weight }: WeightedGroup, { groups, switches = {} }: RoutingContext): boolean {
  if (weight === 0 && switches.stickyToWeightZero === false) return false;
  const group = groups.get(groupArn);
  return group !== undefined && routableTargets(group, switches).length > 0;
}

function chooseTarget(group: GroupTable, header: string | undefined, context: RoutingContext): Target | undefined {
  const candidates = routableTargets(group, context.switches);
  if (group.targetStickiness?.enabled) {
    const id = stuckTo('AWSALB', header, context.now);
    const stuck = candidates.find((target) => target.id === id);
    if (stuck) return stuck;
  }
  return weightedChoice(candidates, (target) => share(target, group, context.now), context.random());
}

/** A target in slow start gets a share that grows linearly; never none at all, as it may be the only one. */
function share({ slowStartFrom }: Target, { slowStartSeconds = 0 }: GroupTable, now: number): number {
  if (slowStartFrom === undefined || slowStartSeconds <= 0) return 1;
  const age = (now - slowStartFrom) / (slowStartSeconds * 1000);
  return Math.min(1, Math.max(0.01, age));
}
