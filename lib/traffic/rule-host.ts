import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { isObject } from '../checks/model/templates';

/** What stands in for the wildcards of a pattern. */
const ANY = 'candidate';

/**
 * A host name that the host conditions of a rule let in: without it a request to the load balancer's own name would meet another rule.
 *
 * @returns the first name; of patterns alone one that fits the first (`candidate.shop.example` for `*.shop.example`); undefined without such
 * a condition
 */
export function ruleHost(conditions: readonly elbv2.ListenerCondition[] = []): string | undefined {
  const hosts = conditions.flatMap((condition) => hostsOf(condition.renderRawCondition()));
  const [first] = hosts;
  return hosts.find((host) => !/[*?]/.test(host)) ?? first?.replace(/\*/g, ANY).replace(/\?/g, 'c');
}

function hostsOf(condition: unknown): string[] {
  const config = isObject(condition) ? condition.hostHeaderConfig : undefined;
  return isObject(config) && Array.isArray(config.values) ? config.values.map(String) : [];
}
