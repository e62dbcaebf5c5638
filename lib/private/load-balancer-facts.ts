import { Fn } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** `app/<name>/<id>`: what CloudWatch and the description of network interfaces call a load balancer. */
export function fullNameOf(loadBalancer: elbv2.IApplicationLoadBalancer): string {
  return loadBalancer instanceof elbv2.ApplicationLoadBalancer
    ? loadBalancer.loadBalancerFullName
    : Fn.select(1, Fn.split(':loadbalancer/', loadBalancer.loadBalancerArn));
}

/** `targetgroup/<name>/<id>`: what CloudWatch calls a target group. */
export function targetGroupFullNameOf(group: elbv2.IApplicationTargetGroup): string {
  return group instanceof elbv2.ApplicationTargetGroup
    ? group.targetGroupFullName
    : Fn.select(5, Fn.split(':', group.targetGroupArn));
}

/** The scheme of a load balancer, if it is made in this app; of an imported one nothing is known. */
export function schemeOf(loadBalancer: elbv2.IApplicationLoadBalancer): string | undefined {
  const resource = loadBalancer.node.defaultChild;
  return resource instanceof elbv2.CfnLoadBalancer ? resource.scheme : undefined;
}
