/**
 * How long EC2 Auto Scaling takes for things, on the rehearsal's clock. AWS documents few of these; what is not marked otherwise
 * is INFERENCE.
 */

/** From a change of the wanted capacity to the first call of EC2. */
export const SCALING_STARTS_AFTER_MS = 1_000;

/** Between two looks at the health of the instances in service, by EC2 and by the load balancer. */
export const HEALTH_POLL_MS = 30_000;

/** The first retry of a launch that failed; then twice as long each time. */
export const FIRST_RETRY_MS = 15_000;
/** The longest wait between two tries of a launch. */
export const LONGEST_RETRY_MS = 900_000;

/** From StartInstanceRefresh to InProgress. */
export const REFRESH_STARTS_AFTER_MS = 5_000;
/** Between two looks of an instance refresh. */
export const REFRESH_POLL_MS = 10_000;
/** How long replaced instances may take to become ready before an instance refresh fails. */
export const READY_TIMEOUT_MS = 3_600_000;
/** Documented default of CheckpointDelay (aws-facts 9). */
export const CHECKPOINT_DELAY_SECONDS = 3_600;

/** Documented default of a lifecycle hook's heartbeat time-out (aws-facts 9). */
export const HEARTBEAT_SECONDS = 3_600;
/** Documented: a hook ends after 48 hours or 100 heartbeats, whichever is less (aws-facts 9). */
export const HOOK_LIMIT_SECONDS = 172_800;
export const HOOK_LIMIT_HEARTBEATS = 100;

/** Documented default of DefaultCooldown. */
export const COOLDOWN_SECONDS = 300;

/** Activities that DescribeScalingActivities remembers (AWS: six weeks). */
export const REMEMBERED_ACTIVITIES = 200;
