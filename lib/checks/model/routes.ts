import type { Listened } from './release';
import type { CheckedStack, Properties, Resource, Templates } from './templates';
import { at, isThere, listAt, objectsAt } from './values';

export const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
export const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
/** What this package's constructs write into listeners and rules instead of figures. */
const LIVE_STATE = 'Custom::BlueGreenLiveState';
export const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/** A listener that an engine is given, with what in it leads to the target groups. */
export function listened(
  templates: Templates,
  stack: CheckedStack,
  value: unknown,
  targetGroups: readonly Resource[],
): Listened {
  if (!isThere(value)) return { isGiven: false, routes: [] };
  const listener = templates.referred(stack, value);
  if (listener?.type === RULE) {
    return {
      isGiven: true,
      listener: templates.referred(listener.stack, listener.properties.ListenerArn),
      routes: [listener],
    };
  }
  const same = (other: CheckedStack, arn: unknown) =>
    listener ? templates.referred(other, arn) === listener : JSON.stringify(arn) === JSON.stringify(value);
  const rules = templates.of(RULE).filter((rule) => same(rule.stack, rule.properties.ListenerArn));
  const routes = [...(listener ? [listener] : []), ...rules].filter((route) =>
    leadsTo(templates, route).some((group) => targetGroups.includes(group)),
  );
  return { isGiven: true, listener: listener?.type === LISTENER ? listener : undefined, routes };
}

/** The forward actions of a listener's default, or of a rule. */
export function forwards({ type, properties }: Resource): Properties[] {
  return objectsAt(properties, type === RULE ? 'Actions' : 'DefaultActions').filter(({ Type }) => Type === 'forward');
}

/** The target groups of a listener's default, or of a rule, that are in a template. */
export function leadsTo(templates: Templates, route: Resource): Resource[] {
  return forwardedTo(route).flatMap(({ arn }) => {
    const resource = templates.referred(route.stack, arn);
    if (resource?.type !== LIVE_STATE) return resource ?? [];
    // The one that is live, which is known when the stack is updated: one of both.
    return ['Blue', 'Green'].flatMap(
      (colour) => templates.referred(resource.stack, at(resource.properties, 'Test', colour)) ?? [],
    );
  });
}

/** Whether a route's weights are what is live, and not what the template says. */
export function keepsLive(templates: Templates, route: Resource): boolean {
  return forwardedTo(route).some(({ arn, weight }) =>
    [arn, weight].some((value) => templates.referred(route.stack, value)?.type === LIVE_STATE),
  );
}

function forwardedTo(route: Resource): { arn: unknown; weight?: unknown }[] {
  return forwards(route).flatMap((action) => [
    ...listAt(action, 'TargetGroupArn').map((arn) => ({ arn })),
    ...objectsAt(action, 'ForwardConfig', 'TargetGroups').map(({ TargetGroupArn, Weight }) => ({
      arn: TargetGroupArn,
      weight: Weight,
    })),
  ]);
}

/** The load balancer of a listener, if it is in a template. */
export function loadBalancerOf(templates: Templates, listener: Resource | undefined): Resource | undefined {
  return listener && templates.referred(listener.stack, listener.properties.LoadBalancerArn);
}

/** One of a target group's attributes. */
export function attributeOf(resource: Resource, key: string): unknown {
  return objectsAt(resource.properties, 'TargetGroupAttributes').find(({ Key }) => Key === key)?.Value;
}

/** Whether a listener is one of a Network Load Balancer. */
export function isNetwork(templates: Templates, listener: Resource | undefined): boolean {
  if (!listener) return false;
  const kind = at(loadBalancerOf(templates, listener)?.properties, 'Type');
  return kind === 'network' || ['TCP', 'TLS', 'UDP', 'TCP_UDP'].includes(String(listener.properties.Protocol));
}
