/** How long ECS takes for things when it releases by itself, on the rehearsal's clock. Where AWS documents nothing: INFERENCE. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** From UpdateService to IN_PROGRESS. */
export const PENDING_MS = 3 * SECOND;

/** A stage with nothing to do. */
export const EMPTY_STAGE_MS = 1 * SECOND;

/** Until the load balancer has taken over new weights. */
export const WEIGHTS_SETTLE_MS = 500;

/** Between two looks at the tasks of the target revision. */
export const STEADY_POLL_MS = 10 * SECOND;

/** The longest that a stage may take (aws-facts 4.5). */
export const STAGE_LIMIT_MS = 24 * 60 * MINUTE;

/** Between two looks at the alarms: ECS polls DescribeAlarms, how often is not said. */
export const ALARM_POLL_MS = 15 * SECOND;

/** Before a function that is not done yet is asked again, unless it says otherwise (aws-facts 4.3). */
export const CALL_BACK_MS = 30 * SECOND;

/** How long a function or a pause may take, unless its hook says otherwise (aws-facts 4.2). */
export const HOOK_TIMEOUT_MINUTES = 1_440;

/** Before a call that failed for a reason that may pass is made again. */
export const RETRY_MS = [1 * SECOND, 2 * SECOND, 4 * SECOND];
