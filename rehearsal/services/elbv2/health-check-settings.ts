import type { CreateTargetGroupInput, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { HealthCheck } from '../../stage/health-check';
import type { Switches } from '../../switches';
import { checkRange, validationError } from './errors';

/** The settings of a target group that say how its targets are checked. */
const SETTINGS = [
  'HealthCheckProtocol',
  'HealthCheckPort',
  'HealthCheckEnabled',
  'HealthCheckPath',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
  'Matcher',
] as const;

type HealthCheckSettings = Pick<TargetGroup, (typeof SETTINGS)[number]>;

/** Those settings that somebody gave. */
export function givenHealthCheck(input: HealthCheckSettings): HealthCheckSettings {
  return Object.fromEntries(SETTINGS.filter((key) => input[key] !== undefined).map((key) => [key, input[key]]));
}

/** AWS's defaults (aws-facts 5.3). */
export function defaultHealthCheck(input: CreateTargetGroupInput, switches: Switches): HealthCheckSettings {
  const forLambda = input.TargetType === 'lambda';
  const protocol = input.HealthCheckProtocol ?? 'HTTP';
  return {
    HealthCheckEnabled: !forLambda,
    HealthCheckIntervalSeconds: forLambda ? 35 : 30,
    HealthCheckTimeoutSeconds: forLambda ? 30 : defaultTimeout(protocol, switches),
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: forLambda ? 5 : 2,
    HealthCheckPath: '/',
    Matcher: { HttpCode: '200' },
    ...(!forLambda && { HealthCheckProtocol: protocol, HealthCheckPort: 'traffic-port' }),
  };
}

/** AWS's documents contradict each other here. */
function defaultTimeout(protocol: string, switches: Switches): number {
  if (switches.is('elbv2.defaultHealthCheckTimeout', 'user-guide')) return 5;
  return protocol === 'HTTP' ? 6 : 10;
}

/**
 * @throws ValidationError when a setting is out of its range, or the time-out is not shorter than the interval
 */
export function checkHealthCheck(settings: HealthCheckSettings & Pick<TargetGroup, 'Port'>): void {
  checkRange('Port', settings.Port, 1, 65535);
  checkRange('Health check interval', settings.HealthCheckIntervalSeconds, 5, 300);
  checkRange('Health check timeout', settings.HealthCheckTimeoutSeconds, 2, 120);
  checkRange('Health check healthy threshold', settings.HealthyThresholdCount, 2, 10);
  checkRange('Health check unhealthy threshold', settings.UnhealthyThresholdCount, 2, 10);
  const { HealthCheckIntervalSeconds: interval = 0, HealthCheckTimeoutSeconds: timeout = 0 } = settings;
  if (timeout >= interval) {
    throw validationError(`Health check timeout '${timeout}' must be smaller than the interval '${interval}'`);
  }
  if (settings.HealthCheckPath !== undefined && !settings.HealthCheckPath.startsWith('/')) {
    throw validationError(`Health check path '${settings.HealthCheckPath}' must begin with a '/' character`);
  }
  checkMatcher(settings.Matcher?.HttpCode);
}

/** A matcher of HTTP statuses: 200 to 499, such as "200", "200,202" or "200-299". */
function checkMatcher(codes: string | undefined): void {
  for (const part of codes?.split(',') ?? []) {
    const [from, to = from] = part.split('-').map(Number);
    if (!(from >= 200 && to <= 499 && from <= to)) {
      throw validationError(`Health check matcher HTTP code '${codes}' must be within '200-499' inclusive`);
    }
  }
}

/** What a check of one target of the group is. */
export function healthCheckOf(group: TargetGroup): HealthCheck {
  const own = Number(group.HealthCheckPort);
  return {
    protocol: group.HealthCheckProtocol === 'HTTPS' ? 'HTTPS' : 'HTTP',
    path: group.HealthCheckPath ?? '/',
    ...(Number.isInteger(own) && { port: own }),
    intervalSeconds: group.HealthCheckIntervalSeconds ?? 30,
    timeoutSeconds: group.HealthCheckTimeoutSeconds ?? 5,
    healthyThreshold: group.HealthyThresholdCount ?? 5,
    unhealthyThreshold: group.UnhealthyThresholdCount ?? 2,
    matcher: group.Matcher?.HttpCode ?? '200',
  };
}
