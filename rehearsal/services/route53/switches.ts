import type { Switch } from '../../switches';

/** What is not certain about Route 53. */
export const ROUTE53_SWITCHES: Switch[] = [
  {
    name: 'route53.concurrentChanges',
    question:
      'a change that comes at once after another one of the same hosted zone: PriorRequestNotComplete for as long as the first is processed (no figure documented), or queued',
    values: ['refused', 'queued'],
    // A release that retries passes under both.
    default: 'refused',
  },
  {
    name: 'route53.namesWhilePending',
    question:
      'what name servers answer while a change is PENDING: each takes it over at a time of its own within the minute, or all only at its end',
    values: ['one-by-one', 'at-the-end'],
    default: 'one-by-one',
  },
  {
    name: 'route53.emptyTargetGroup',
    question:
      'EvaluateTargetHealth of a load balancer with a target group without targets: unhealthy, or the group is passed over (one text says both, aws-facts section 6)',
    values: ['unhealthy', 'passed-over'],
    default: 'unhealthy',
  },
];
