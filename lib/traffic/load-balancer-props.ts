import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** The load balancer, its listeners, and who may use them: the same for every workload behind one. */
export interface LoadBalancerProps {
  /**
   * An existing load balancer that gets a production and a test listener, or has those of `productionListener`.
   *
   * @default - the one of `productionListener`, or a new one
   */
  readonly loadBalancer?: elbv2.IApplicationLoadBalancer;

  /**
   * Whether the new load balancer is reachable from the internet. Not for an existing one.
   *
   * @default false
   */
  readonly internetFacing?: boolean;

  /**
   * Subnets of the new load balancer.
   *
   * @default - the public subnets when internet-facing, the private ones otherwise
   */
  readonly loadBalancerSubnets?: ec2.SubnetSelection;

  /**
   * Certificates of the production and the test listener, which then speak HTTPS.
   *
   * @default - both listeners speak HTTP
   */
  readonly certificates?: elbv2.IListenerCertificate[];

  /**
   * Protocols and ciphers that HTTPS listeners accept.
   *
   * @default SslPolicy.RECOMMENDED_TLS
   */
  readonly sslPolicy?: elbv2.SslPolicy;

  /**
   * The name that users call the service by: hooks send it as the host, and check an HTTPS certificate against it.
   *
   * @default - the first name of a host condition in `ruleConditions`, or one that its pattern lets in; without such a condition hooks use the
   * load balancer's own name and, as no certificate can be issued for it, check none
   */
  readonly hostName?: string;

  /**
   * Whether HTTP on port 80 is redirected to HTTPS, when there are certificates.
   *
   * @default true
   */
  readonly redirectHttp?: boolean;

  /**
   * Port of the production listener, 1 to 65535.
   *
   * @default - 443 with certificates, 80 without
   */
  readonly productionPort?: number;

  /**
   * Port of the test listener, 1 to 65535.
   *
   * @default - 8443 with certificates, 8080 without
   */
  readonly testPort?: number;

  /**
   * Whether there is a test listener. Without it, no hook can meet the candidate before users do.
   *
   * @default true
   */
  readonly testTraffic?: boolean;

  /**
   * Name of a header that makes requests on the production listener test traffic, when its value is `candidate`; there is no test listener
   * then. Letters, digits and hyphens.
   *
   * Everybody who reaches the production listener and knows the header reaches candidates. Not for services that CodeDeploy releases: it is
   * given listeners, not rules, and would send users to the candidate with the test traffic.
   *
   * @default - test traffic has a listener of its own
   */
  readonly testHeader?: string;

  /**
   * Who may send production traffic to the new listener. Give security groups, prefix lists or CIDR ranges.
   *
   * @default - everybody when the load balancer is internet-facing, the VPC otherwise
   */
  readonly productionTrafficFrom?: ec2.IPeer[];

  /**
   * Who may send test traffic to the new listener, besides the hooks.
   *
   * @default - the VPC
   */
  readonly testTrafficFrom?: ec2.IPeer[];
}
