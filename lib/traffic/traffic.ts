import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct, IConstruct } from 'constructs';
import type { Forward, LiveState } from '../live-state/live-state';
import { fullNameOf, schemeOf, targetGroupFullNameOf } from '../private/load-balancer-facts';
import type { ColourDimensions } from '../rollback/colour-metrics';
import { defineListener, defineRedirect, defineRule, type TrafficKind, useListener } from './listeners';
import { rulePriority } from './rule-priority';
import type { TargetGroupPair } from './target-group-pair';
import type { TrafficProps } from './traffic-props';

/** Where a service's traffic comes in. */
export interface Traffic {
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  readonly productionListener: elbv2.IApplicationListener;
  readonly testListener?: elbv2.IApplicationListener;
  /** The service's own rules; undefined where it uses a listener whole. */
  readonly productionRule?: elbv2.ApplicationListenerRule;
  readonly testRule?: elbv2.ApplicationListenerRule;
  readonly productionUrl: string;
  readonly testUrl?: string;
  /** Whether everybody reaches the test listener, from outside the VPC too. */
  readonly testIsPublic: boolean;
  /** Whether hooks must be let in one by one. */
  readonly testNeedsIngressRules: boolean;
  /** `app/<name>/<id>`, unless the load balancer is known to be internal. */
  readonly publicLoadBalancerName?: string;
}

/** The listeners that lead to the pair. */
export function listenersOf({ productionListener, testListener }: Traffic): elbv2.IApplicationListener[] {
  return [...new Set([productionListener, ...(testListener ? [testListener] : [])])];
}

function isForward(resource: IConstruct | undefined): resource is Forward {
  return resource instanceof elbv2.CfnListener || resource instanceof elbv2.CfnListenerRule;
}

/** What `testHeader` must say. As lambda/shared/target.ts sends it. */
const TEST_HEADER_VALUE = 'candidate';

const EVERYBODY = ['0.0.0.0/0', '::/0'];

/** A rule that nobody is to come behind: the highest number that a load balancer takes. */
const LAST_PRIORITY = 50_000;

/**
 * Makes the load balancer and the listeners that are not there yet, and leads all of them to the pair.
 *
 * @param live what is live: production and test traffic have its weights
 * @param hasOwnRules whether each listener gets a rule of the service's own; otherwise there are only those that `ruleConditions` ask for
 */
export function defineTraffic(
  scope: Construct,
  props: TrafficProps,
  pair: TargetGroupPair,
  live: LiveState,
  hasOwnRules = false,
): Traffic {
  const loadBalancer = loadBalancerOf(props) ?? defineLoadBalancer(scope, props);
  const certificates = props.certificates ?? [];
  const secure = certificates.length > 0;
  const ports = {
    production: props.productionPort ?? (secure ? 443 : 80),
    test: props.testPort ?? (secure ? 8443 : 8080),
  };
  const internetFacing = schemeOf(loadBalancer) === 'internet-facing';
  // Asked for only where a listener is made: an imported VPC may not know its range.
  const productionFrom = () =>
    props.productionTrafficFrom ?? (internetFacing ? [ec2.Peer.anyIpv4()] : [vpcOf(props, 'productionTrafficFrom')]);
  const testFrom = () => props.testTrafficFrom ?? [vpcOf(props, 'testTrafficFrom')];

  const productionAction = pair._weightedAction(live.weight('Blue'), live.weight('Green'));
  const protect = (kind: TrafficKind, forward: Construct, hasTestWeights: boolean) => {
    const resource = forward.node.defaultChild;
    if (!isForward(resource)) return;
    if (kind === 'production') live.protectForward('Production', resource, pair);
    else if (hasTestWeights) live.protectForward('Test', resource, pair);
    else live.protectPlainTest(resource, pair, pair._sticks);
  };
  const listenerOf = (kind: TrafficKind, existing: elbv2.IApplicationListener | undefined, from: () => ec2.IPeer[]) => {
    if (existing && props.ruleConditions) return existing;
    const action = kind === 'production' ? productionAction : pair.testAction;
    const listener = existing
      ? useListener(scope, kind, { listener: existing, action })
      : defineListener(scope, kind === 'production' ? 'ProductionListener' : 'TestListener', {
          loadBalancer,
          port: ports[kind],
          certificates,
          sslPolicy: props.sslPolicy,
          action,
          purpose: `${kind} traffic`,
          from: from(),
        });
    protect(kind, listener, false);
    return listener;
  };
  const ruleOf = (kind: TrafficKind, listener: elbv2.IApplicationListener, existing: boolean) => {
    const shared = existing ? props.ruleConditions : undefined;
    if (!shared && !hasOwnRules) return undefined;
    const testAction = hasOwnRules
      ? pair._weightedAction(live.testWeight('Blue'), live.testWeight('Green'))
      : pair.testAction;
    const action = kind === 'production' ? productionAction : testAction;
    const conditions = shared ?? [elbv2.ListenerCondition.pathPatterns(['/*'])];
    const rule = defineRule(scope, kind, {
      listener,
      action,
      conditions,
      priority: props.rulePriority ?? (shared ? derivedPriority(scope, shared) : LAST_PRIORITY),
    });
    protect(kind, rule, hasOwnRules);
    return rule;
  };
  const headerRuleOf = (listener: elbv2.IApplicationListener, header: string) => {
    const conditions = [
      ...(props.ruleConditions ?? []),
      elbv2.ListenerCondition.httpHeader(header, [TEST_HEADER_VALUE]),
    ];
    const action = hasOwnRules
      ? pair._weightedAction(live.testWeight('Blue'), live.testWeight('Green'))
      : pair.testAction;
    const priority = props.rulePriority === undefined ? derivedPriority(scope, conditions) : props.rulePriority - 1;
    const rule = defineRule(scope, 'test', { listener, action, conditions, priority });
    protect('test', rule, hasOwnRules);
    return rule;
  };
  const productionListener = listenerOf('production', props.productionListener, productionFrom);
  const testListenerOf = () => {
    if (props.testTraffic === false) return undefined;
    return props.testHeader === undefined ? listenerOf('test', props.testListener, testFrom) : productionListener;
  };
  const testListener = testListenerOf();
  const productionRule = ruleOf('production', productionListener, props.productionListener !== undefined);
  const testRule =
    props.testHeader === undefined
      ? testListener && ruleOf('test', testListener, props.testListener !== undefined)
      : headerRuleOf(productionListener, props.testHeader);
  if (secure && !props.productionListener && (props.redirectHttp ?? true)) {
    defineRedirect(scope, loadBalancer, ports.production, productionFrom());
  }
  return {
    loadBalancer,
    productionListener,
    testListener,
    productionRule,
    testRule,
    productionUrl: urlOf(loadBalancer, productionListener, ports.production, secure),
    testUrl:
      testListener &&
      urlOf(loadBalancer, testListener, props.testHeader === undefined ? ports.test : ports.production, secure),
    testIsPublic:
      internetFacing &&
      !props.testListener &&
      (props.testTrafficFrom ?? []).some((peer) => EVERYBODY.includes(peer.uniqueId)),
    testNeedsIngressRules:
      props.testHeader === undefined
        ? props.testListener !== undefined || props.testTrafficFrom !== undefined
        : props.productionListener !== undefined || props.productionTrafficFrom !== undefined,
    publicLoadBalancerName: schemeOf(loadBalancer) === 'internal' ? undefined : fullNameOf(loadBalancer),
  };
}

/** By what the rule asks for, as far as that is known before the deploy. */
function derivedPriority(scope: Construct, conditions: elbv2.ListenerCondition[]): number {
  return rulePriority(Stack.of(scope).resolve(conditions.map((condition) => condition.renderRawCondition())));
}

function loadBalancerOf({ loadBalancer, productionListener }: TrafficProps) {
  if (loadBalancer) return loadBalancer;
  if (!productionListener) return undefined;
  if (productionListener instanceof elbv2.ApplicationListener) return productionListener.loadBalancer;
  throw new Error(
    "'productionListener' is imported and does not know its load balancer; give 'loadBalancer' too, with its DNS name",
  );
}

function defineLoadBalancer(scope: Construct, props: TrafficProps): elbv2.ApplicationLoadBalancer {
  return new elbv2.ApplicationLoadBalancer(scope, 'LoadBalancer', {
    vpc: props.vpc,
    vpcSubnets: props.loadBalancerSubnets,
    internetFacing: props.internetFacing ?? false,
    dropInvalidHeaderFields: true,
  });
}

function vpcOf({ vpc }: TrafficProps, prop: string): ec2.IPeer {
  try {
    return ec2.Peer.ipv4(vpc.vpcCidrBlock);
  } catch (cause) {
    throw new Error(`the VPC '${vpc.node.path}' is imported without its range of addresses; give '${prop}'`, { cause });
  }
}

function urlOf(
  loadBalancer: elbv2.IApplicationLoadBalancer,
  listener: elbv2.IApplicationListener,
  port: number,
  secure: boolean,
): string {
  const resource = listener.node.defaultChild;
  const known = resource instanceof elbv2.CfnListener ? resource : undefined;
  const actual = known?.port ?? importedPortOf(listener) ?? port;
  const protocol = known?.protocol?.toLowerCase() ?? (secure || HTTPS_PORTS.includes(actual) ? 'https' : 'http');
  const isDefault = !Token.isUnresolved(actual) && actual === (protocol === 'https' ? 443 : 80);
  return `${protocol}://${loadBalancer.loadBalancerDnsName}${isDefault ? '' : `:${actual}`}`;
}

/** The port of an imported listener, if whoever imported it gave one. */
function importedPortOf(listener: elbv2.IApplicationListener): number | undefined {
  const port = Number(listener.connections.defaultPort?.toString());
  return Number.isInteger(port) ? port : undefined;
}

/** An imported listener does not tell its protocol; on these ports the CDK too takes it for HTTPS. */
const HTTPS_PORTS = [443, 8443];

/** Handlers are told the port even where it is the protocol's own. */
export function withPort(url: string): string {
  if (/:\d+$/.test(url)) return url;
  return `${url}:${url.startsWith('https:') ? 443 : 80}`;
}

/** CloudWatch's dimensions of both colours. */
export function colourDimensions(
  loadBalancer: elbv2.IApplicationLoadBalancer,
  { blue, green }: TargetGroupPair,
): ColourDimensions[] {
  const name = fullNameOf(loadBalancer);
  return [
    { colour: 'Blue', loadBalancer: name, targetGroup: targetGroupFullNameOf(blue) },
    { colour: 'Green', loadBalancer: name, targetGroup: targetGroupFullNameOf(green) },
  ];
}
