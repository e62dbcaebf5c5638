const FIRST_DELAY_MS = 10_000;

/**
 * The longest wait between two starts of tasks that do not come as far as RUNNING: 27 minutes, as ECS documents for its
 * throttling.
 */
export const LONGEST_DELAY_MS = 27 * 60_000;

/** The longest wait for tasks that ran and then ended or became unhealthy: those ECS does not throttle (INFERENCE). */
export const LONGEST_DELAY_AFTER_RUNNING_MS = 60_000;

/**
 * How long to wait before failed tasks are replaced, so that a crash loop does not spin.
 *
 * The first replacement is immediate; then 10 s, 20 s, 40 s, ... (INFERENCE: ECS documents that the delay grows, and its
 * maximum, not its steps).
 *
 * @param failuresInARow rounds of tasks that failed since a task of the set was healthy
 * @param ran did the task that failed last reach RUNNING?
 */
export function restartDelayMs(failuresInARow: number, ran: boolean): number {
  if (failuresInARow <= 1) return 0;
  const longest = ran ? LONGEST_DELAY_AFTER_RUNNING_MS : LONGEST_DELAY_MS;
  return Math.min(FIRST_DELAY_MS * 2 ** (failuresInARow - 2), longest);
}
