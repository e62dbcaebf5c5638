import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { page } from '../page';
import { checkConfig } from './check-health-config';
import {
  counted,
  type EndpointChecker,
  endpointOf,
  type HealthCheckRecord,
  type HealthSources,
  isHealthy,
} from './health-check';

/** The health checks of the account, and their checking of endpoints on the rehearsal's clock. */
export class HealthChecks {
  public readonly records = new Map<string, HealthCheckRecord>();
  private readonly ends = new Map<string, AbortController>();
  private readonly sources: HealthSources;

  constructor(
    private readonly cloud: Cloud,
    private readonly checker: EndpointChecker,
    alarmState: (name: string) => string | undefined,
  ) {
    this.sources = { find: (id) => this.records.get(id), alarmState };
    // an alarm that loses its data leaves its last state behind: it is read at every change
    cloud.events.subscribe((event) => {
      if (event.source !== 'aws.cloudwatch') return;
      for (const record of this.records.values()) isHealthy(record, this.sources);
    });
  }

  /** Is a health check healthy? One that does not exist is. */
  public isHealthy(id: string): boolean {
    const record = this.records.get(id);
    return !record || isHealthy(record, this.sources);
  }

  public create({ CallerReference = '', HealthCheckConfig: config }: sdk.CreateHealthCheckRequest) {
    checkConfig(config);
    const known = [...this.records.values()].find((one) => one.callerReference === CallerReference);
    if (known && JSON.stringify(known.config) !== JSON.stringify(config)) {
      throw new AwsError(
        'HealthCheckAlreadyExists',
        'A health check has already been created with the specified caller reference.',
        409,
      );
    }
    const record = known ?? this.add(CallerReference, config as sdk.HealthCheckConfig);
    return { HealthCheck: describe(record), Location: `/2013-04-01/healthcheck/${record.id}` };
  }

  public get(id: string) {
    return { HealthCheck: describe(this.find(id)) };
  }

  public list({ MaxItems, Marker }: sdk.ListHealthChecksRequest) {
    const size = Number(MaxItems ?? 100);
    const { items, nextToken } = page([...this.records.values()], size, Marker);
    return {
      HealthChecks: items.map(describe),
      Marker: Marker ?? '',
      IsTruncated: nextToken !== undefined,
      NextMarker: nextToken,
      MaxItems: size,
    };
  }

  /** Type and interval cannot be changed. */
  public update({ HealthCheckId, HealthCheckVersion, ResetElements, ...changes }: sdk.UpdateHealthCheckRequest) {
    const record = this.find(HealthCheckId ?? '');
    if (HealthCheckVersion !== undefined && HealthCheckVersion !== record.version) {
      throw new AwsError('HealthCheckVersionMismatch', 'The health check version does not match.', 409);
    }
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const config = { ...record.config, ...Object.fromEntries(given) };
    for (const reset of ResetElements ?? []) delete config[reset as keyof sdk.HealthCheckConfig];
    checkConfig(config);
    record.config = config;
    record.version += 1;
    return { HealthCheck: describe(record) };
  }

  public delete(id: string): void {
    this.find(id);
    this.records.delete(id);
    this.ends.get(id)?.abort();
    this.ends.delete(id);
  }

  public status(id: string) {
    const record = this.find(id);
    const healthy = isHealthy(record, this.sources);
    const fallback = healthy ? 'Success: The health check is healthy' : 'Failure: The health check is unhealthy';
    return {
      HealthCheckObservations: [
        {
          Region: 'us-east-1',
          IPAddress: '192.0.2.44',
          StatusReport: { Status: record.status || fallback, CheckedTime: new Date(record.checkedAt) },
        },
      ],
    };
  }

  public stop(): void {
    for (const end of this.ends.values()) end.abort();
    this.ends.clear();
  }

  private add(callerReference: string, config: sdk.HealthCheckConfig): HealthCheckRecord {
    const record: HealthCheckRecord = {
      id: randomUUID(),
      callerReference,
      config,
      version: 1,
      streak: 0,
      healthy: true,
      status: '',
      checkedAt: this.cloud.clock.now(),
    };
    this.records.set(record.id, record);
    const end = new AbortController();
    this.ends.set(record.id, end);
    if (endpointOf(record)) void this.watch(record, end.signal);
    return record;
  }

  private async watch(record: HealthCheckRecord, ended: AbortSignal): Promise<void> {
    const intervalMs = (record.config.RequestInterval ?? 30) * 1_000;
    while (!ended.aborted) {
      const check = endpointOf(record);
      if (check && !record.config.Disabled) {
        const { passed, status } = await this.checker.check(check);
        Object.assign(record, counted(record, passed), { status, checkedAt: this.cloud.clock.now() });
      }
      await this.cloud.clock.sleep(intervalMs, ended);
    }
  }

  private find(id: string): HealthCheckRecord {
    const found = this.records.get(id);
    if (found) return found;
    throw new AwsError('NoSuchHealthCheck', `No health check exists with the specified ID: ${id}`, 404);
  }
}

function describe({ id, callerReference, config, version }: HealthCheckRecord): sdk.HealthCheck {
  return {
    Id: id,
    CallerReference: callerReference,
    HealthCheckConfig: withDefaults(config),
    HealthCheckVersion: version,
  };
}

function withDefaults(config: sdk.HealthCheckConfig): sdk.HealthCheckConfig {
  const both = { Inverted: false, Disabled: false };
  const asksEndpoint = /^(HTTP|HTTPS|TCP)/.test(config.Type ?? '');
  const ofEndpoint = {
    RequestInterval: 30,
    FailureThreshold: 3,
    MeasureLatency: false,
    EnableSNI: config.Type?.startsWith('HTTPS') ?? false,
  };
  return { ...both, ...(asksEndpoint ? ofEndpoint : {}), ...config };
}
