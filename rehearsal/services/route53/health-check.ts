import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { HEALTH_CHECK_TIMEOUT_MS } from './durations';

/** A check of an endpoint, to be made once. */
export interface EndpointCheck {
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
  /** Domain name or address. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** A text that must be within the first 5,120 bytes of the answer. */
  readonly search?: string;
  /** Rehearsal milliseconds. */
  readonly timeoutMs: number;
}

/** Makes health checks of endpoints: by HTTP, or by a model in virtual time. Passed: 2xx or 3xx, and the text is there. */
export interface EndpointChecker {
  check(check: EndpointCheck): Promise<{ readonly passed: boolean; readonly status: string }>;
}

/** A health check of Route 53, and what its checks found. */
export interface HealthCheckRecord {
  readonly id: string;
  readonly callerReference: string;
  config: HealthCheckConfig;
  version: number;
  /** Checks in a row with the opposite result of `healthy`. */
  streak: number;
  /** What the checks of an endpoint found; a new one counts as healthy until they have failed often enough. */
  healthy: boolean;
  /** What the alarm last said when it had data. */
  lastKnown?: boolean;
  /** In AWS's words. */
  status: string;
  checkedAt: number;
}

/** A finding changes the state after as many in a row as the threshold says. */
export function counted(record: HealthCheckRecord, passed: boolean): Pick<HealthCheckRecord, 'healthy' | 'streak'> {
  if (passed === record.healthy) return { healthy: record.healthy, streak: 0 };
  const streak = record.streak + 1;
  const enough = streak >= (record.config.FailureThreshold ?? 3);
  return enough ? { healthy: passed, streak: 0 } : { healthy: record.healthy, streak };
}

/** What an endpoint's check asks; undefined for checks that ask no endpoint. */
export function endpointOf({ config }: HealthCheckRecord): EndpointCheck | undefined {
  const [protocol, kind] = (config.Type ?? '').split('_');
  if (protocol !== 'HTTP' && protocol !== 'HTTPS' && protocol !== 'TCP') return undefined;
  return {
    protocol,
    host: config.FullyQualifiedDomainName ?? config.IPAddress ?? '',
    port: config.Port ?? (protocol === 'HTTPS' ? 443 : 80),
    path: config.ResourcePath || '/',
    search: kind === 'STR' ? config.SearchString : undefined,
    timeoutMs: HEALTH_CHECK_TIMEOUT_MS,
  };
}

/** What the health of one check is taken from. */
export interface HealthSources {
  readonly find: (id: string) => HealthCheckRecord | undefined;
  /** The state of an alarm; undefined when there is none. */
  readonly alarmState: (name: string) => string | undefined;
}

/** Is a health check healthy now? Disabled counts as healthy; Inverted turns it round, a disabled one too. */
export function isHealthy(record: HealthCheckRecord, sources: HealthSources): boolean {
  const found = record.config.Disabled ? true : foundBy(record, sources);
  return record.config.Inverted ? !found : found;
}

function foundBy(record: HealthCheckRecord, sources: HealthSources): boolean {
  const { config } = record;
  if (config.Type === 'CALCULATED') {
    const children = (config.ChildHealthChecks ?? []).map((id) => sources.find(id));
    const healthy = children.filter((child) => child && isHealthy(child, sources)).length;
    return healthy >= (config.HealthThreshold ?? children.length);
  }
  if (config.Type !== 'CLOUDWATCH_METRIC') return record.healthy;
  const state = sources.alarmState(config.AlarmIdentifier?.Name ?? '');
  if (state === 'OK' || state === 'ALARM') {
    record.lastKnown = state === 'OK';
    return state === 'OK';
  }
  if (config.InsufficientDataHealthStatus === 'Healthy') return true;
  return config.InsufficientDataHealthStatus === 'Unhealthy' ? false : (record.lastKnown ?? true);
}
