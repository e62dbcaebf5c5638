/**
 * How long CodeDeploy takes for things, on the rehearsal's clock. Where AWS documents nothing, the figure is an
 * INFERENCE that fits the deployment that was observed (aws-facts 1.2).
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** From CreateDeployment to InProgress: `Created` was observed after 2 to 3 s, `InProgress` after 26 s. */
export const CREATED_MS = 3.5 * SECOND;

/** The first look at the alarms: a deployment that starts under a firing alarm was complete after 0.73 s (1.7). */
export const FIRST_ALARM_POLL_MS = 500;

/** Between two looks at the alarms: from ALARM to Stopped took at most 23 s on ECS and 12 s on Lambda (1.7). */
export const ALARM_POLL_MS = 15 * SECOND;

/** A lifecycle event with nothing to do: 0.2 s between start and end (1.1). */
export const EMPTY_EVENT_MS = 200;

/** AllowTestTraffic and the last step of AllowTraffic: until the load balancer has taken over (INFERENCE). */
export const LISTENER_SETTLE_MS = 500;

/** Between two looks at the replacement task set (INFERENCE). */
export const STABILITY_POLL_MS = 10 * SECOND;

/** How long the replacement task set may take to become healthy (1.8). */
export const HEALTH_TIMEOUT_MS = 60 * MINUTE;

/** How long the replacement task set may be unsteady while traffic shifts (2.5). */
export const UNSTEADY_WHILE_SHIFTING_MS = 5 * MINUTE;

/** How long a hook may take from its invocation to its callback (1.3). */
export const HOOK_TIMEOUT_MS = 3_600 * SECOND;

/** From the end of a deployment to its automatic rollback: rollbackInfo may appear slightly later (13.8, INFERENCE). */
export const ROLLBACK_STARTS_AFTER_MS = 500;

/** From the creation of an automatic rollback to InProgress; all of it took 2 s on Lambda (1.7). */
export const ROLLBACK_CREATED_MS = 300;

/** The waits between the attempts of a call that failed for a reason that may pass (INFERENCE). */
export const RETRY_MS = [1 * SECOND, 2 * SECOND, 4 * SECOND];
