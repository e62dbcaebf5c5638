import { Duration, Stack, Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { loadBalancerSource } from '../observe/load-balancer-source';
import type { ColourSource } from '../observe/released';
import { requireSecondsBetween } from '../private/range-checks';

/** What a target may have beside its address. */
export interface DnsTargetOptions {
  /**
   * Where hooks, and the check before each step, reach this target; without a path.
   *
   * @default - `https://` and the target's name
   */
  readonly url?: string;

  /**
   * A path that answers 2xx or 3xx while the target is healthy; asked before each step that gives it traffic.
   *
   * @default - nobody asks it
   */
  readonly healthPath?: string;

  /**
   * Id of a Route 53 health check of this target. It takes the target out of the answers while it fails, so it must not be one that fails
   * while the target is idle.
   *
   * @default - no health check
   */
  readonly healthCheckId?: string;
}

/** What an alias target may have. */
export interface DnsAliasOptions extends DnsTargetOptions {
  /**
   * Whether Route 53 asks the target itself for its health.
   *
   * A load balancer that has an empty target group counts as unhealthy then, and a blue-green one often has one: all answers would
   * lead to the other colour, whatever the weights are. Leave it off unless you know that no group is ever empty.
   *
   * @default false
   */
  readonly evaluateTargetHealth?: boolean;
}

/** What one of the two records points at. */
export class DnsTarget {
  /** A load balancer of this app, in whatever region. An analysis finds its metrics there. */
  public static loadBalancer(loadBalancer: elbv2.ILoadBalancerV2, options: DnsAliasOptions = {}): DnsTarget {
    const { loadBalancerDnsName: dnsName, loadBalancerCanonicalHostedZoneId: zone } = loadBalancer;
    return new DnsTarget(options, dnsName, aliasOf(dnsName, zone, options), sourceOf(loadBalancer));
  }

  /**
   * A CloudFront distribution. Route 53 cannot ask it for its health.
   *
   * CloudFront serves a name for one distribution only. So that both answer to the name that users call, one of them has that name and the
   * other a wildcard of it, such as `*.shop.example`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
   */
  public static distribution(distribution: cloudfront.IDistribution, options: DnsTargetOptions = {}): DnsTarget {
    return DnsTarget.alias(distribution.distributionDomainName, CloudFrontTarget.CLOUDFRONT_ZONE_ID, options);
  }

  /** The domain of a REST API, in whatever region. */
  public static restApiDomain(domain: apigateway.IDomainName, options: DnsAliasOptions = {}): DnsTarget {
    return DnsTarget.alias(domain.domainNameAliasDomainName, domain.domainNameAliasHostedZoneId, options);
  }

  /** The domain of an HTTP or WebSocket API, in whatever region. */
  public static httpApiDomain(domain: apigatewayv2.IDomainName, options: DnsAliasOptions = {}): DnsTarget {
    return DnsTarget.alias(domain.regionalDomainName, domain.regionalHostedZoneId, options);
  }

  /**
   * Anything else with an alias. Both values may be those of another region.
   *
   * @param dnsName the target's name, such as that of the load balancer
   * @param hostedZoneId the zone of the target, not your own
   */
  public static alias(dnsName: string, hostedZoneId: string, options: DnsAliasOptions = {}): DnsTarget {
    return new DnsTarget(options, dnsName, aliasOf(dnsName, hostedZoneId, options));
  }

  /** Plain values of the record: addresses for A and AAAA, one name for CNAME. */
  public static values(values: string[], options: DnsTargetOptions = {}): DnsTarget {
    const [first] = values;
    if (first === undefined) throw new Error("'values' is empty; give at least one address or name");
    return new DnsTarget(options, first, { values });
  }

  private constructor(
    /** @internal */
    public readonly _options: DnsTargetOptions,
    /** @internal */
    public readonly _name: string,
    /** @internal */
    public readonly _record: {
      readonly alias?: {
        readonly dnsName: string;
        readonly hostedZone: string;
        readonly evaluateTargetHealth: boolean;
      };
      readonly values?: readonly string[];
    },
    /**
     * What CloudWatch counts of it.
     *
     * @internal
     */
    public readonly _source?: ColourSource,
  ) {
    const { healthPath } = _options;
    if (healthPath !== undefined && !Token.isUnresolved(healthPath) && !healthPath.startsWith('/')) {
      throw new Error(`'healthPath' must start with a slash, got '${healthPath}'; did you mean '/${healthPath}'?`);
    }
  }

  /** @internal */
  public get _url(): string {
    return this._options.url ?? `https://${this._name}`;
  }
}

function aliasOf(dnsName: string, hostedZone: string, { evaluateTargetHealth = false }: DnsAliasOptions) {
  return { alias: { dnsName, hostedZone, evaluateTargetHealth } };
}

/** Of an imported or a network load balancer it is not known which metrics it has. */
function sourceOf(loadBalancer: elbv2.ILoadBalancerV2): ColourSource | undefined {
  if (!(loadBalancer instanceof elbv2.ApplicationLoadBalancer)) return undefined;
  return loadBalancerSource(loadBalancer.loadBalancerFullName, Stack.of(loadBalancer));
}

/** The TTL of the answers: an alias has that of its target, 60 seconds for load balancers; a plain record has its own. */
export function ttlOf(targets: DnsTarget[], ttl: Duration | undefined): Duration {
  const aliases = targets.filter((target) => target._record.alias).length;
  if (aliases === 1) {
    throw new Error('one target is an alias and the other is not; both records need the same type of target');
  }
  if (aliases > 0 && ttl) throw new Error("'ttl' is for plain values, but an alias has its target's; leave it out");
  requireSecondsBetween('ttl', ttl, 0, 86_400, 'a release waits for it at each step');
  return ttl ?? Duration.seconds(60);
}
