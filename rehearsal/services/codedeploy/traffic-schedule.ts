import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';

/** From `atMs` after the beginning of AllowTraffic on, the replacement has `percent` of production traffic. */
export interface TrafficStep {
  readonly atMs: number;
  readonly percent: number;
}

const MINUTE = 60_000;

/**
 * When a deployment config gives the replacement how much. The first step is at once (aws-facts 1.2: ten steps of 10 %
 * are nine intervals).
 *
 * @param remainder what becomes of the rest when a linear percentage does not divide 100
 */
export function trafficSchedule(config: TrafficRoutingConfig, remainder: 'own-step' | 'joined'): TrafficStep[] {
  const { timeBasedCanary, timeBasedLinear } = config;
  if (config.type === 'TimeBasedCanary' && timeBasedCanary) {
    const { canaryPercentage = 0, canaryInterval = 0 } = timeBasedCanary;
    return [
      { atMs: 0, percent: canaryPercentage },
      { atMs: canaryInterval * MINUTE, percent: 100 },
    ];
  }
  if (config.type === 'TimeBasedLinear' && timeBasedLinear) {
    return linear(timeBasedLinear.linearPercentage ?? 100, (timeBasedLinear.linearInterval ?? 0) * MINUTE, remainder);
  }
  return [{ atMs: 0, percent: 100 }];
}

function linear(percentage: number, intervalMs: number, remainder: 'own-step' | 'joined'): TrafficStep[] {
  const whole = Math.max(1, Math.floor(100 / percentage));
  const steps = Array.from({ length: whole }, (_, index) => ({
    atMs: index * intervalMs,
    percent: (index + 1) * percentage,
  }));
  const last = steps[whole - 1];
  if (!last || last.percent >= 100) return steps;
  if (remainder === 'joined') return [...steps.slice(0, -1), { ...last, percent: 100 }];
  return [...steps, { atMs: whole * intervalMs, percent: 100 }];
}
