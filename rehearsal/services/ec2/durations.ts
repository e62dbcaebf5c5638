/**
 * How long EC2 takes for things, on the rehearsal's clock. AWS documents none of these; all are INFERENCE, from what is commonly
 * seen of small Linux instances.
 */

/** From RunInstances to `running`; what the program then needs until it answers is the program's own time. */
export const LAUNCH_MS = 20_000;

/** From StartInstances to `running`. */
export const RESTART_MS = 8_000;

/** From the end of an instance's program to `terminated` or `stopped`. */
export const SHUTDOWN_MS = 10_000;

/** How long a terminated instance can still be described (AWS documents "a short interval, usually less than one hour"). */
export const REMEMBERED_MS = 3_600_000;
