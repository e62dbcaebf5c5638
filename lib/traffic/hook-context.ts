import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { ReleaseHookContext } from '../hooks/hook';
import { type Traffic, withPort } from './traffic';

/** What hooks may have to know of the construct that is released. */
export interface HookedProps {
  readonly hostName?: string;
  readonly testHeader?: string;
}

/** What a construct behind a load balancer tells its hooks about itself, whoever asks them. */
export function hookContextBehind(
  traffic: Traffic,
  scope: Construct,
  vpc: ec2.IVpc,
  { hostName, testHeader }: HookedProps,
): ReleaseHookContext {
  return {
    servicePath: scope.node.path,
    vpc,
    testUrl: traffic.testUrl && withPort(traffic.testUrl),
    testListener: traffic.testListener,
    insideVpc: !traffic.testIsPublic,
    needsIngressRule: traffic.testNeedsIngressRules,
    loadBalancerName: traffic.publicLoadBalancerName,
    hostName,
    testHeader,
  };
}
