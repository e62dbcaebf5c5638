/** How many tasks may fail to start before the circuit breaker ends a deployment: half of them, at least 3, at most 200 (aws-facts 4.6). */
export function failureThreshold(desiredCount: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desiredCount / 2)));
}
