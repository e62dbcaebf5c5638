import type {
  Action,
  Certificate,
  Listener,
  LoadBalancer,
  RuleCondition,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetHealth } from '../../stage/health-check';

/** A load balancer: what DescribeLoadBalancers answers, and its attributes. */
export interface LoadBalancerRecord {
  readonly arn: string;
  readonly name: string;
  description: LoadBalancer;
  readonly attributes: Map<string, string>;
}

/** A target group: what DescribeTargetGroups answers (but for its load balancers, which follow from the listeners). */
export interface TargetGroupRecord {
  readonly arn: string;
  readonly name: string;
  description: TargetGroup;
  readonly attributes: Map<string, string>;
  /** By `<id>:<port>`. */
  readonly targets: Map<string, TargetRecord>;
  /** Does a listener's default action or rule forward to it (with whatever weight)? Kept by `HealthChecker.reconcile`. */
  inUse: boolean;
}

/** A registered target. */
export interface TargetRecord {
  /** An address, or the id of an instance. */
  readonly id: string;
  /** The address at which it is reached: its own, or the private one of the instance. */
  readonly host: string;
  readonly port: number;
  readonly availabilityZone?: string;
  /** What its health checks found; meaningless while it drains or its group is not in use. */
  health: TargetHealth;
  /** Rehearsal time of its next health check; absent when it is not checked. */
  nextCheckAt?: number;
  /** A check is under way. */
  checking?: boolean;
  /** Rehearsal time at which its deregistration delay ends; present exactly while it drains. */
  drainsUntil?: number;
  /** Was another target there before it? Slow start does not apply to the first targets of an empty group. */
  readonly joined: boolean;
  /** Rehearsal time at which its slow start began: when it became healthy. */
  slowStartFrom?: number;
}

/** A listener: what DescribeListeners answers, and what is added to it. */
export interface ListenerRecord {
  readonly arn: string;
  readonly loadBalancerArn: string;
  /** The ARN of its default rule. */
  readonly defaultRuleArn: string;
  description: Listener;
  defaultActions: Action[];
  /** Certificates beside the default one. */
  extraCertificates: Certificate[];
  readonly attributes: Map<string, string>;
}

/** A rule that is not a default rule (that one is the listener's). */
export interface RuleRecord {
  readonly arn: string;
  readonly listenerArn: string;
  priority: number;
  conditions: RuleCondition[];
  actions: Action[];
}

/** The private address of an instance that runs; undefined for one that does not. */
export type InstanceAddresses = (instanceId: string) => string | undefined;
