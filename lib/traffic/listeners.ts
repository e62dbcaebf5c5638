import { Resource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';

/** What an existing listener is for; names its prop. */
export type TrafficKind = 'production' | 'test';

/** A new listener. */
export interface NewListenerOptions {
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  readonly port: number;
  readonly certificates: elbv2.IListenerCertificate[];
  readonly sslPolicy?: elbv2.SslPolicy;
  readonly action: elbv2.ListenerAction;
  /** What the rules of the security group call it. */
  readonly purpose: string;
  /** Who may connect. */
  readonly from: ec2.IPeer[];
}

/** An existing listener that this service uses whole. */
export interface ExistingListenerOptions {
  readonly listener: elbv2.IApplicationListener;
  readonly action: elbv2.ListenerAction;
}

/** A rule of the service's own. */
export interface RuleOptions extends ExistingListenerOptions {
  readonly conditions: elbv2.ListenerCondition[];
  readonly priority: number;
}

/** Makes a listener, open to the given peers and to nobody else. */
export function defineListener(scope: Construct, id: string, options: NewListenerOptions): elbv2.ApplicationListener {
  const secure = options.certificates.length > 0;
  const listener = new elbv2.ApplicationListener(scope, id, {
    loadBalancer: options.loadBalancer,
    port: options.port,
    protocol: secure ? elbv2.ApplicationProtocol.HTTPS : elbv2.ApplicationProtocol.HTTP,
    certificates: secure ? options.certificates : undefined,
    sslPolicy: secure ? (options.sslPolicy ?? elbv2.SslPolicy.RECOMMENDED_TLS) : undefined,
    defaultAction: options.action,
    open: false,
  });
  for (const peer of options.from) {
    listener.connections.allowDefaultPortFrom({ connections: new ec2.Connections({ peer }) }, options.purpose);
  }
  return listener;
}

/** Leads those requests of a listener that meet the conditions to the service. */
export function defineRule(
  scope: Construct,
  kind: TrafficKind,
  { listener, action, conditions, priority }: RuleOptions,
): elbv2.ApplicationListenerRule {
  const id = kind === 'production' ? 'ProductionRule' : 'TestRule';
  return new elbv2.ApplicationListenerRule(scope, id, { listener, conditions, priority, action });
}

/** Leads an existing listener to the service. */
export function useListener(
  scope: Construct,
  kind: TrafficKind,
  { listener, action }: ExistingListenerOptions,
): elbv2.IApplicationListener {
  if (!Resource.isOwnedResource(listener)) {
    throw new Error(
      `'${kind}Listener' is imported, and only the stack that makes a listener can set its default action; give 'ruleConditions' for a rule of this service, or leave it out for a new listener`,
    );
  }
  listener.addAction(`${scope.node.id}-${kind}`, { action });
  return listener;
}

/** Sends HTTP on port 80 to the production listener's HTTPS. */
export function defineRedirect(
  scope: Construct,
  loadBalancer: elbv2.IApplicationLoadBalancer,
  port: number,
  from: ec2.IPeer[],
) {
  return defineListener(scope, 'HttpRedirect', {
    loadBalancer,
    port: 80,
    purpose: 'redirect to HTTPS',
    certificates: [],
    action: elbv2.ListenerAction.redirect({ protocol: 'HTTPS', port: `${port}`, permanent: true }),
    from,
  });
}
