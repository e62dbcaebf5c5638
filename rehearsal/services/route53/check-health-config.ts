import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';

/**
 * Checks a health check's settings (aws-facts section 6).
 *
 * @throws AwsError `InvalidInput`
 */
export function checkConfig(config: HealthCheckConfig | undefined): void {
  if (!config?.Type) throw invalid('Invalid XML: a health check needs a Type');
  const { Type, RequestInterval, FailureThreshold, AlarmIdentifier, ChildHealthChecks } = config;
  const asksEndpoint = /^(HTTP|HTTPS|TCP)/.test(Type);
  if (asksEndpoint && !config.IPAddress && !config.FullyQualifiedDomainName) {
    throw invalid('Invalid parameter : Either IPAddress or FullyQualifiedDomainName must be specified.');
  }
  if (Type === 'TCP' && config.Port === undefined) {
    throw invalid('Invalid parameter : Port must be specified for TCP health checks.');
  }
  if (Type.endsWith('_STR_MATCH') && !config.SearchString) {
    throw invalid('Invalid parameter : SearchString must be specified for string matching health checks.');
  }
  if (RequestInterval !== undefined && RequestInterval !== 10 && RequestInterval !== 30) {
    throw invalid('Invalid parameter : RequestInterval must be either 10 or 30.');
  }
  if (FailureThreshold !== undefined && (FailureThreshold < 1 || FailureThreshold > 10)) {
    throw invalid(
      `1 validation error detected: Value '${FailureThreshold}' at 'healthCheckConfig.failureThreshold' failed to satisfy constraint: Member must have value between 1 and 10`,
    );
  }
  if (Type === 'CLOUDWATCH_METRIC' && !AlarmIdentifier?.Name) {
    throw invalid('Invalid parameter : AlarmIdentifier must be specified for CLOUDWATCH_METRIC health checks.');
  }
  if (Type === 'CALCULATED' && !ChildHealthChecks) {
    throw invalid('Invalid parameter : ChildHealthChecks must be specified for CALCULATED health checks.');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}
