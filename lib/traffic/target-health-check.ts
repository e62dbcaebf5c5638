import { Duration, Token } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { requireSecondsBetween, requireWholeBetween } from '../private/range-checks';

/**
 * When the load balancer calls a target healthy.
 *
 * Every value is written into the template, because AWS's own documents disagree about the default of the time-out.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export interface TargetHealthCheck {
  /**
   * The path that is asked; starts with a slash.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The port that is asked, 1 to 65535.
   *
   * @default - the port that the target serves traffic on
   */
  readonly port?: number;

  /**
   * The HTTP codes of a healthy target, from 200 to 499: one ('200'), several ('200,202') or a range ('200-299').
   *
   * @default '200'
   */
  readonly healthyHttpCodes?: string;

  /**
   * Time between two checks of a target, 5 to 300 seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly interval?: Duration;

  /**
   * Time within which the target must answer, 2 to 120 seconds; less than the interval.
   *
   * @default Duration.seconds(5)
   */
  readonly timeout?: Duration;

  /**
   * Checks in a row that make an unhealthy target healthy again, 2 to 10. A new target needs only one.
   *
   * @default 2
   */
  readonly healthyThresholdCount?: number;

  /**
   * Checks in a row that make a target unhealthy, 2 to 10.
   *
   * @default 3
   */
  readonly unhealthyThresholdCount?: number;
}

/** A team's health check, complete and valid, as the CDK takes it. */
export function renderHealthCheck(check: TargetHealthCheck): elbv2.HealthCheck {
  const path = check.path ?? '/';
  const codes = check.healthyHttpCodes ?? '200';
  const interval = check.interval ?? Duration.seconds(10);
  const timeout = check.timeout ?? Duration.seconds(5);
  if (!Token.isUnresolved(path) && !path.startsWith('/')) {
    throw new Error(`'healthCheck.path' must start with a slash, got '${path}'; did you mean '/${path}'?`);
  }
  requireHttpCodes(codes);
  requireWholeBetween('healthCheck.port', check.port, 1, 65535, 'leave it out for the port that serves traffic');
  requireSecondsBetween('healthCheck.interval', interval, 5, 300);
  requireSecondsBetween('healthCheck.timeout', timeout, 2, 120);
  requireWholeBetween('healthCheck.healthyThresholdCount', check.healthyThresholdCount, 2, 10);
  requireWholeBetween('healthCheck.unhealthyThresholdCount', check.unhealthyThresholdCount, 2, 10);
  if (!interval.isUnresolved() && !timeout.isUnresolved() && timeout.toSeconds() >= interval.toSeconds()) {
    throw new Error(
      `'healthCheck.timeout' (${timeout.toHumanString()}) must be less than 'healthCheck.interval' (${interval.toHumanString()}); shorten the time-out or lengthen the interval`,
    );
  }
  return {
    protocol: elbv2.Protocol.HTTP,
    path,
    port: check.port === undefined ? 'traffic-port' : `${check.port}`,
    healthyHttpCodes: codes,
    interval,
    timeout,
    healthyThresholdCount: check.healthyThresholdCount ?? 2,
    unhealthyThresholdCount: check.unhealthyThresholdCount ?? 3,
  };
}

/** What is not known at synth is long enough for most: ten checks of half a minute. */
const UNKNOWN_SECONDS = 300;

/** How long the load balancer may take until it calls a target unhealthy that has just become so, in seconds. */
export function secondsUntilUnhealthy(check: TargetHealthCheck = {}): number {
  const { interval, timeout, unhealthyThresholdCount: count = 0 } = renderHealthCheck(check);
  if (!interval || !timeout || interval.isUnresolved() || timeout.isUnresolved() || Token.isUnresolved(count)) {
    return UNKNOWN_SECONDS;
  }
  return interval.toSeconds() * count + timeout.toSeconds();
}

function requireHttpCodes(codes: string): void {
  if (Token.isUnresolved(codes)) return;
  const numbers = codes.split(/[,-]/).map(Number);
  if (!/^\d{3}([,-]\d{3})*$/.test(codes) || numbers.some((code) => code < 200 || code > 499)) {
    throw new Error(
      `'healthCheck.healthyHttpCodes' must name codes from 200 to 499, such as '200', '200,202' or '200-299', got '${codes}'`,
    );
  }
}
