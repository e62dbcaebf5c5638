import type { Duration } from 'aws-cdk-lib';
import type { TargetHealthCheck } from './target-health-check';

/** How the load balancer treats the targets of both colours. */
export interface TargetProps {
  /**
   * When a target is healthy.
   *
   * @default - GET / on the traffic port answers 200
   */
  readonly healthCheck?: TargetHealthCheck;

  /**
   * How long a target that leaves may finish its requests, 0 to 3600 seconds.
   *
   * @default Duration.seconds(30)
   */
  readonly deregistrationDelay?: Duration;

  /**
   * How long a new target gets a growing share of requests instead of its full share at once, 30 to 900 seconds.
   *
   * The first targets of an empty group get no slow start, so the candidate's first ones do not: warm them with `PreWarm`.
   *
   * @default - a new target gets its full share at once
   */
  readonly slowStart?: Duration;

  /**
   * How long a client stays with the same target and the same colour, 1 second to 7 days.
   *
   * The cookie of the colour outlives a change of weights: clients that hold one stay on the candidate for this long after
   * a rollback. Keep it short.
   *
   * @default - no stickiness
   */
  readonly stickinessDuration?: Duration;
}
