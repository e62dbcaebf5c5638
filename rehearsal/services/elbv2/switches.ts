import type { Switch } from '../../switches';

/** What is not known of Elastic Load Balancing. */
export const ELBV2_SWITCHES: Switch[] = [
  {
    name: 'elbv2.defaultHealthCheckTimeout',
    question:
      'health check time-out of a target group that sets none: 5 seconds (user guide), or 6 for HTTP and 10 for HTTPS (API reference)',
    values: ['user-guide', 'api-reference'],
    // The shorter one fails more targets.
    default: 'user-guide',
  },
  {
    name: 'elbv2.firstHealthCheck',
    question: 'when a target is checked for the first time after its registration',
    values: ['after-interval', 'at-once'],
    // The later one makes a release wait longer.
    default: 'after-interval',
  },
];
