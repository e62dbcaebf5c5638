/**
 * How long ECS takes for things, on the rehearsal's clock. AWS documents none of these; all are INFERENCE, chosen so
 * that a release comes out as the one that was observed (aws-facts 1.2: production traffic first shifts 117 to 140 s
 * after CreateDeployment, with one Fargate task).
 */

/** From the decision to run a Fargate task to its network interface being there (PROVISIONING to PENDING). */
export const PROVISIONING_MS = 20_000;

/** A task on an instance that is already there needs no network interface of its own. */
export const PLACEMENT_MS = 2_000;

/** From the end of a task's process to STOPPED. */
export const DEPROVISIONING_MS = 2_000;

/** How often ECS looks at the health of its tasks in the target groups. */
export const HEALTH_POLL_MS = 10_000;

/** How often a rolling deployment looks whether the new tasks are steady. */
export const ROLLING_POLL_MS = 10_000;
