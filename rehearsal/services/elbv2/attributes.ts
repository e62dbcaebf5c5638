import { invalidConfiguration, validationError } from './errors';

type AttributeList = { Key?: string | undefined; Value?: string | undefined }[];
type Check = (value: string) => boolean;

const anything: Check = () => true;
const flag: Check = (value) => value === 'true' || value === 'false';
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value);
const number =
  (from: number, to: number): Check =>
  (value) =>
    /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to;

/** An attribute's default, and which values it takes. */
type Known = Record<string, readonly [standard: string, check: Check]>;

/** Of an application load balancer. */
export const LOAD_BALANCER_ATTRIBUTES: Known = {
  'access_logs.s3.enabled': ['false', flag],
  'access_logs.s3.bucket': ['', anything],
  'access_logs.s3.prefix': ['', anything],
  'connection_logs.s3.enabled': ['false', flag],
  'connection_logs.s3.bucket': ['', anything],
  'connection_logs.s3.prefix': ['', anything],
  'health_check_logs.s3.enabled': ['false', flag],
  'health_check_logs.s3.bucket': ['', anything],
  'health_check_logs.s3.prefix': ['', anything],
  'client_keep_alive.seconds': ['3600', number(60, 604800)],
  'deletion_protection.enabled': ['false', flag],
  'idle_timeout.timeout_seconds': ['60', number(1, 4000)],
  'ipv6.deny_all_igw_traffic': ['false', flag],
  'load_balancing.cross_zone.enabled': ['true', flag],
  'routing.http.desync_mitigation_mode': ['defensive', oneOf('monitor', 'defensive', 'strictest')],
  'routing.http.drop_invalid_header_fields.enabled': ['false', flag],
  'routing.http.preserve_host_header.enabled': ['false', flag],
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': ['false', flag],
  'routing.http.xff_client_port.enabled': ['false', flag],
  'routing.http.xff_header_processing.mode': ['append', oneOf('append', 'preserve', 'remove')],
  'routing.http2.enabled': ['true', flag],
  'waf.fail_open.enabled': ['false', flag],
  'zonal_shift.config.enabled': ['false', flag],
};

/** Of a target group of an application load balancer (aws-facts 5.3). */
export const TARGET_GROUP_ATTRIBUTES: Known = {
  'deregistration_delay.timeout_seconds': ['300', number(0, 3600)],
  'load_balancing.algorithm.type': [
    'round_robin',
    oneOf('round_robin', 'least_outstanding_requests', 'weighted_random'),
  ],
  'load_balancing.algorithm.anomaly_mitigation': ['off', oneOf('on', 'off')],
  'load_balancing.cross_zone.enabled': [
    'use_load_balancer_configuration',
    oneOf('true', 'false', 'use_load_balancer_configuration'),
  ],
  'slow_start.duration_seconds': ['0', (value) => value === '0' || number(30, 900)(value)],
  'stickiness.enabled': ['false', flag],
  'stickiness.type': ['lb_cookie', oneOf('lb_cookie', 'app_cookie', 'source_ip')],
  'stickiness.lb_cookie.duration_seconds': ['86400', number(1, 604800)],
  'stickiness.app_cookie.cookie_name': ['', anything],
  'stickiness.app_cookie.duration_seconds': ['86400', number(1, 604800)],
  'target_group_health.dns_failover.minimum_healthy_targets.count': ['1', anything],
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': ['off', anything],
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': ['1', anything],
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': ['off', anything],
};

/** The attributes of something new. */
export function defaultAttributes(known: Known): Map<string, string> {
  return new Map(Object.entries(known).map(([key, [standard]]) => [key, standard]));
}

/**
 * Checks attributes that somebody wants to set; sets nothing.
 *
 * @throws ValidationError for an attribute that there is not, or a value that it does not take
 */
export function checkedAttributes(known: Known, wanted: AttributeList | undefined): [string, string][] {
  return (wanted ?? []).map(({ Key: key = '', Value: value = '' }) => {
    if (!(key in known))
      throw validationError(`Load balancer or target group attribute key '${key}' is not recognized`);
    if (!known[key][1](value)) throw validationError(`'${value}' is not a valid value for the attribute '${key}'`);
    return [key, value];
  });
}

/** Fails when a target group's attributes do not fit together. */
export function checkTogether(attributes: ReadonlyMap<string, string>): void {
  const slowStart = Number(attributes.get('slow_start.duration_seconds'));
  if (slowStart > 0 && attributes.get('load_balancing.algorithm.type') !== 'round_robin') {
    throw invalidConfiguration('Slow start mode needs the routing algorithm round_robin');
  }
}

/** As the Describe operations answer them. */
export function attributeList(attributes: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
