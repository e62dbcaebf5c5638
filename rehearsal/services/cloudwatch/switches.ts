import type { Switch } from '../../switches';

/** What is not known of CloudWatch. */
export const CLOUDWATCH_SWITCHES: Switch[] = [
  {
    name: 'cloudwatch.loadBalancerPublishingDelay',
    question: 'how many seconds after its end a minute of load balancer metrics can be read',
    // Practice is 1 to 3 minutes; an alarm was seen 2 to 3 and, once, 4 minutes after the event (aws-facts 5.5).
    values: ['60', '120', '180'],
    // Late metrics let a bad candidate go further.
    default: '180',
  },
  {
    name: 'cloudwatch.evaluationRange',
    question: 'how many periods beyond its evaluation periods an alarm looks back for real data points',
    // AWS documents one example, 5 for 3. An alarm on one point was seen to fire for more than 6 minutes (aws-facts 5.5).
    values: ['2', '5', '10'],
    // Shorter than the publishing delay would blind every alarm on load balancer metrics.
    default: '5',
  },
  {
    name: 'cloudwatch.fillWithoutData',
    question: 'does FILL make data points of a metric that has none in the whole window',
    values: ['nothing', 'fills'],
    // No data is never a pass.
    default: 'nothing',
  },
  {
    name: 'cloudwatch.setAlarmStateWithoutData',
    question:
      'does the state given by SetAlarmState stay while the metric has no data at all, or end with the next evaluation',
    // 'stays' was observed with a sparse metric (aws-facts 7.5).
    values: ['stays', 'next-evaluation'],
    default: 'stays',
  },
];
