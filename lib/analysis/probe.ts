import type { SmokeStep } from '../../lambda/smoke-test/environment';
import type { IHook } from '../hooks/hook';
import { SmokeTest } from '../hooks/smoke-test';
import type { BoundContext } from '../private/bound-context';
import type { NetworkAccess } from '../private/network-access';
import { renderTargetVariables } from '../private/target-variables';
import type { RenderedProbe } from './analysis-variables';

/** Seconds between two probes of the candidate while traffic shifts: a dead one is found within 15 seconds. */
export const PROBE_SECONDS = 5;

/** What is probed, and from where. */
export interface Probe {
  readonly settings: RenderedProbe;
  readonly network?: NetworkAccess;
}

/**
 * The steps of a service's smoke tests that are marked as probes, as what the looking function sends to the candidate.
 *
 * @returns undefined when no step is marked
 */
export function probeOf(
  hooks: readonly IHook[],
  context: BoundContext,
  urls?: { readonly blue: string; readonly green: string },
): Probe | undefined {
  const tests = hooks.filter((hook) => hook instanceof SmokeTest);
  const steps: SmokeStep[] = tests.flatMap((test) => test._probes);
  const [first] = tests.filter((test) => test._probes.length > 0);
  if (steps.length === 0 || !first) return undefined;
  const target = renderTargetVariables(first.node.path, context);
  const network: NetworkAccess | undefined =
    context.insideVpc && context.vpc
      ? {
          vpc: context.vpc,
          vpcSubnets: first._vpcSubnets,
          letInTo: context.needsIngressRule ? context.testListener : undefined,
        }
      : undefined;
  return { settings: { steps, target, ...(urls && { urls }) }, network };
}
