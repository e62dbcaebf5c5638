import type { Switch } from '../../switches';

/** What is not known of Application Auto Scaling. */
export const APPLICATION_AUTO_SCALING_SWITCHES: Switch[] = [
  {
    name: 'application-autoscaling.count-of-a-release',
    question:
      'what the arithmetic of a scaling policy starts from while CodeDeploy releases: the desired count, or the running tasks of both task sets (so that it may double), as AWS documented in 2023',
    values: ['desired-count', 'running-count'],
    // Today's documentation does not say it any more.
    default: 'desired-count',
  },
];
