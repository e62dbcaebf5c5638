import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';

/** One step of the production shift. */
export interface ShiftStep {
  /** Share of the target revision from here on, in percent. */
  readonly percent: number;
  /** How long the step lasts before the next one; nothing after the last (aws-facts 4.5). */
  readonly bakeMinutes: number;
}

/** The steps of a strategy, with ECS's own defaults. */
export function shiftPlan({
  strategy,
  canaryConfiguration,
  linearConfiguration,
}: Pick<DeploymentConfiguration, 'strategy' | 'canaryConfiguration' | 'linearConfiguration'>): ShiftStep[] {
  const last = { percent: 100, bakeMinutes: 0 };
  switch (strategy) {
    case 'CANARY': {
      const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = canaryConfiguration ?? {};
      return [{ percent: canaryPercent, bakeMinutes: canaryBakeTimeInMinutes }, last];
    }
    case 'LINEAR': {
      const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = linearConfiguration ?? {};
      const steps = Array.from({ length: Math.ceil(100 / stepPercent) - 1 }, (_, index) => ({
        // Tenths of a percent, which binary fractions miss.
        percent: Math.round(stepPercent * (index + 1) * 10) / 10,
        bakeMinutes: stepBakeTimeInMinutes,
      }));
      return [...steps, last];
    }
    default:
      return [last];
  }
}
