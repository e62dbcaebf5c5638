import type { ProbeResult } from '../ports';

/** How a target group asks its targets (aws-facts 5.3); everything explicit, as the defaults in AWS's documents conflict. */
export interface HealthCheck {
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly path: string;
  /**
   * The port that is asked.
   * @default - the target's own ('traffic-port')
   */
  readonly port?: number;
  /** 5 to 300. */
  readonly intervalSeconds: number;
  /** 2 to 120. */
  readonly timeoutSeconds: number;
  /** Passes in a row that make an unhealthy target healthy. A new target needs only one. 2 to 10. */
  readonly healthyThreshold: number;
  /** Failures in a row that make a target unhealthy. 2 to 10. */
  readonly unhealthyThreshold: number;
  /** Statuses that pass: "200", "200,202", "200-299". */
  readonly matcher: string;
}

/** The part of a target's life that health checks decide; `draining` and `unused` are the target group's business. */
export type HealthState = 'initial' | 'healthy' | 'unhealthy';
export type HealthReason =
  | 'Elb.RegistrationInProgress'
  | 'Elb.InitialHealthChecking'
  | 'Target.ResponseCodeMismatch'
  | 'Target.Timeout'
  | 'Target.FailedHealthChecks';

/** A target's health between two checks: plain data, replaced by `afterProbe`. */
export interface TargetHealth {
  readonly state: HealthState;
  /** Absent when healthy. */
  readonly reason?: HealthReason;
  /** As DescribeTargetHealth words it; absent when healthy. */
  readonly description?: string;
  /** Checks in a row that contradict the state (or, when initial, that failed). */
  readonly streak: number;
}

/** A target that was just registered. */
export const REGISTERED: TargetHealth = {
  state: 'initial',
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
  streak: 0,
};

/**
 * A target's health after one more check (aws-facts 5.3): a new target is healthy after one pass and unhealthy after
 * `unhealthyThreshold` failures in a row; from then on it changes sides after as many contradicting checks in a row as the
 * threshold of the other side says.
 */
export function afterProbe(health: TargetHealth, result: ProbeResult, check: HealthCheck): TargetHealth {
  const passed = 'status' in result && matches(check.matcher, result.status);
  if (passed) return afterPass(health, check);
  return afterFailure(health, result, check);
}

/**
 * Does a status pass?
 *
 * @param matcher `Matcher.HttpCode`: "200", "200,202", "200-299" or a mix of these
 * @throws when the matcher is not of this form
 */
export function matches(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const range = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(part);
    if (!range) {
      throw new Error(
        `health-check matcher '${matcher}' is not a list of codes; write it like "200", "200,202" or "200-299"`,
      );
    }
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    return status >= from && status <= to;
  });
}

function afterPass(health: TargetHealth, check: HealthCheck): TargetHealth {
  if (health.state !== 'unhealthy') return { state: 'healthy', streak: 0 };
  const streak = health.streak + 1;
  return streak >= check.healthyThreshold ? { state: 'healthy', streak: 0 } : { ...health, streak };
}

function afterFailure(health: TargetHealth, result: ProbeResult, check: HealthCheck): TargetHealth {
  if (health.state === 'unhealthy') return { state: 'unhealthy', ...because(result), streak: 0 };
  const streak = health.streak + 1;
  if (streak >= check.unhealthyThreshold) return { state: 'unhealthy', ...because(result), streak: 0 };
  if (health.state === 'healthy') return { ...health, streak };
  return {
    state: 'initial',
    reason: 'Elb.InitialHealthChecking',
    description: 'Initial health checks in progress',
    streak,
  };
}

/** AWS's reason and words for a failed check. */
function because(result: ProbeResult): Pick<TargetHealth, 'reason' | 'description'> {
  if ('status' in result) {
    return {
      reason: 'Target.ResponseCodeMismatch',
      description: `Health checks failed with these codes: [${result.status}]`,
    };
  }
  return result.error === 'timeout'
    ? { reason: 'Target.Timeout', description: 'Request timed out' }
    : { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
}
