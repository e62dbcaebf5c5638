import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { TargetGroupPair } from '../../traffic/target-group-pair';
import { serviceRole } from '../service-role';

/**
 * The role that ECS changes this service's rules and target groups as, instead of the managed policy
 * AmazonECSInfrastructureRolePolicyForLoadBalancers, which allows the same actions on every load balancer of the account.
 *
 * Describing cannot be bound to resources.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export function defineInfrastructureRole(
  scope: Construct,
  { blue, green }: TargetGroupPair,
  rules: elbv2.ApplicationListenerRule[],
  given?: iam.IRole,
): iam.IRole {
  const statements: [string[], string[]][] = [
    [
      [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      ['*'],
    ],
    [
      ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      [blue.targetGroupArn, green.targetGroupArn],
    ],
    [['elasticloadbalancing:ModifyRule'], rules.map((rule) => rule.listenerRuleArn)],
  ];
  return serviceRole(
    scope,
    'EcsLoadBalancerRole',
    given,
    'ecs.amazonaws.com',
    statements.map(([actions, resources]) => new iam.PolicyStatement({ actions, resources })),
  );
}
