/** How long Route 53 takes for things, on the rehearsal's clock. */

const SECOND = 1_000;

/**
 * From a change to INSYNC: "usually within 60 seconds" (aws-facts section 6). Taken as the whole minute, because a release
 * that waits for less has waited for too little.
 */
export const INSYNC_MS = 60 * SECOND;

/** How long a hosted zone is busy with a change, and refuses another one. AWS gives no figure (INFERENCE). */
export const CHANGE_PROCESSING_MS = 200;

/** The window in which requests are counted. */
export const RATE_WINDOW_MS = SECOND;

/** Requests of an account in that window; a sixth is refused (DNSLimitations, aws-facts section 6). */
export const RATE_LIMIT = 5;

/** What an alias to a load balancer is cached for: it has no TTL of its own (aws-facts section 6). */
export const ALIAS_TTL_SECONDS = 60;

/** A checker's time-outs: 4 s to connect, 2 s more for the answer (dns-failover-determining-health-of-endpoints). */
export const HEALTH_CHECK_TIMEOUT_MS = 6 * SECOND;
