import type { ReleaseHookContext } from '../hooks/hook';
import { withPort } from '../traffic/traffic';
import type { ServiceParts } from './release-strategy';

/** What a service tells its hooks about itself, whoever asks them. */
export function hookContextOf({ scope, props, traffic }: ServiceParts): ReleaseHookContext {
  return {
    servicePath: scope.node.path,
    vpc: props.cluster.vpc,
    testUrl: traffic.testUrl && withPort(traffic.testUrl),
    testListener: traffic.testListener,
    insideVpc: !traffic.testIsPublic,
    needsIngressRule: traffic.testNeedsIngressRules,
    loadBalancerName: traffic.publicLoadBalancerName,
    hostName: props.hostName,
    testHeader: props.testHeader,
  };
}
