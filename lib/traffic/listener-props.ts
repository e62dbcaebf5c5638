import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { LoadBalancerProps } from './load-balancer-props';

/** Where traffic comes in: a load balancer and listeners of its own, or existing ones. */
export interface ListenerProps extends LoadBalancerProps {
  /**
   * An existing listener that serves production.
   *
   * Without `ruleConditions` its default action becomes this construct's alone and is set here, so the listener must be made in this app.
   * With them only a rule of it does, and the listener may be imported and serve others too.
   *
   * @default - a new listener on `productionPort`
   */
  readonly productionListener?: elbv2.IApplicationListener;

  /**
   * An existing listener of the same load balancer that serves test traffic; used as `productionListener` is.
   *
   * @default - a new listener on `testPort`
   */
  readonly testListener?: elbv2.IApplicationListener;

  /**
   * The requests on existing listeners that belong here, such as those of one host or path. Releases then change the weights of that rule
   * only.
   *
   * @default - all requests belong here
   */
  readonly ruleConditions?: elbv2.ListenerCondition[];

  /**
   * Priority of the rule on existing listeners, 1 to 50000. Two rules of one listener cannot have the same, across all stacks.
   *
   * @default - made of `ruleConditions`, always the same for the same ones: what asks for more comes first
   */
  readonly rulePriority?: number;
}
