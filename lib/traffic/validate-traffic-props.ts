import { Token } from 'aws-cdk-lib';
import { requireWholeBetween } from '../private/range-checks';
import type { TrafficProps } from './traffic-props';

/** Ports, listeners and rules that do not go together; the same for every workload behind a load balancer. */
export function validateTrafficProps(props: Omit<TrafficProps, 'vpc'>): void {
  requireWholeBetween('productionPort', props.productionPort, 1, 65535);
  requireWholeBetween('testPort', props.testPort, 1, 65535);
  requireWholeBetween('rulePriority', props.rulePriority, 1, 50_000);
  const hasListener = props.productionListener !== undefined;
  validateTestHeader(props);
  const hasTestTraffic = props.testTraffic !== false && props.testHeader === undefined;
  if (hasListener && hasTestTraffic && !props.testListener && props.ruleConditions) {
    throw new Error(
      "'ruleConditions' share the production listener with others, but there is no 'testListener' to share; give one, or 'testHeader', or set 'testTraffic' to false",
    );
  }
  if (props.testListener && props.testTraffic === false) {
    throw new Error("'testListener' is given, but 'testTraffic' is false; leave one of them out");
  }
  if (props.ruleConditions && !hasListener) {
    throw new Error("'ruleConditions' are for a rule of 'productionListener'; give one, or leave the conditions out");
  }
  if (props.internetFacing !== undefined && (props.loadBalancer || hasListener)) {
    throw new Error("'internetFacing' is for a new load balancer, but an existing one is given; leave it out");
  }
  requireTwoPorts(props);
}

function validateTestHeader({ testHeader, testListener, testTraffic, rulePriority }: Omit<TrafficProps, 'vpc'>): void {
  if (testHeader === undefined) return;
  if (!Token.isUnresolved(testHeader) && !/^[A-Za-z0-9-]{1,40}$/.test(testHeader)) {
    throw new Error(`'testHeader' must be 1 to 40 letters, digits and hyphens, got '${testHeader}'`);
  }
  if (testListener || testTraffic === false) {
    const other = testListener ? "'testListener'" : "'testTraffic: false'";
    throw new Error(`'testHeader' is instead of a test listener, but there is ${other}; leave one of them out`);
  }
  // The rule of test traffic comes just before the one of production.
  if (rulePriority === 1) {
    throw new Error("'rulePriority' must be 2 or more with 'testHeader', whose rule comes just before it, got 1");
  }
}

function requireTwoPorts(props: Omit<TrafficProps, 'vpc'>): void {
  if (props.productionListener || props.testListener || props.testTraffic === false || props.testHeader) return;
  const secure = (props.certificates ?? []).length > 0;
  const production = props.productionPort ?? (secure ? 443 : 80);
  const test = props.testPort ?? (secure ? 8443 : 8080);
  if (production === test) {
    throw new Error(`'productionPort' and 'testPort' must differ, both are ${test}; choose another 'testPort'`);
  }
}
