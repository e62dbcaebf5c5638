import type { Elbv2 } from '../elbv2/elbv2';
import type { EndpointChecker } from './health-check';
import { isLoadBalancerHealthy, loadBalancerCalled } from './target-health';

/**
 * Health checks without HTTP: an endpoint that is one of the local load balancers passes while some target group of it
 * has healthy targets; any other passes always.
 */
export function modelChecker(elbv2: Elbv2): EndpointChecker {
  return {
    check: async ({ host }) => {
      const loadBalancer = loadBalancerCalled(elbv2, host);
      const passed = !loadBalancer || isLoadBalancerHealthy(elbv2, loadBalancer, false);
      return passed
        ? { passed, status: 'Success: HTTP Status Code 200, OK' }
        : { passed, status: 'Failure: HTTP Status Code 503, Service Unavailable' };
    },
  };
}
