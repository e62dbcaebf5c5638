import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { ReleaseHookContext } from '../hooks/hook';
import { ruleHost } from './rule-host';
import { type Traffic, withPort } from './traffic';

/** What hooks may have to know of the construct that is released. */
export interface HookedProps {
  readonly hostName?: string;
  readonly testHeader?: string;
  readonly ruleConditions?: elbv2.ListenerCondition[];
}

/** What a construct behind a load balancer tells its hooks about itself, whoever asks them. */
export function hookContextBehind(
  traffic: Traffic,
  scope: Construct,
  vpc: ec2.IVpc,
  { hostName, testHeader, ruleConditions }: HookedProps,
): ReleaseHookContext {
  return {
    servicePath: scope.node.path,
    vpc,
    testUrl: traffic.testUrl && withPort(traffic.testUrl),
    testListener: traffic.testListener,
    insideVpc: !traffic.testIsPublic,
    needsIngressRule: traffic.testNeedsIngressRules,
    loadBalancerName: traffic.publicLoadBalancerName,
    hostName: hostName ?? ruleHost(ruleConditions),
    testHeader,
  };
}
