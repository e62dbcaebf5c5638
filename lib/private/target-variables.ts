import type { Environment } from '../../lambda/smoke-test/environment';
import type { BoundContext } from './bound-context';

type TargetVariables = Pick<Environment, 'TEST_URL' | 'LOAD_BALANCER_NAME' | 'HOST_NAME' | 'TEST_HEADER'>;

/** Where a hook's handler reaches the candidate. */
export function renderTargetVariables(hook: string, context: BoundContext): TargetVariables {
  if (context.testUrl === undefined) {
    throw new Error(
      `hook '${hook}' needs test traffic, but '${context.servicePath}' has no test listener; leave out 'testTraffic: false' or remove the hook`,
    );
  }
  return {
    TEST_URL: context.testUrl,
    LOAD_BALANCER_NAME: context.insideVpc ? context.loadBalancerName : undefined,
    HOST_NAME: context.hostName,
    TEST_HEADER: context.testHeader,
  };
}
