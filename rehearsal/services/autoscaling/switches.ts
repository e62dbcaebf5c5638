import type { Switch } from '../../switches';

/** What is not known of EC2 Auto Scaling. */
export const AUTOSCALING_SWITCHES: Switch[] = [
  {
    name: 'autoscaling.in-service',
    question:
      'when a launched instance of a group with target groups is InService: as soon as it is registered, or when a target group calls it healthy',
    values: ['registered', 'healthy'],
    // The earlier one shows a release that looks at the group only and forgets the targets.
    default: 'registered',
  },
  {
    name: 'autoscaling.draining',
    question:
      'how long a leaving instance drains: the whole deregistration delay, or until its requests have ended (here: at once)',
    values: ['whole-delay', 'until-idle'],
    // The longer one makes a release wait longer.
    default: 'whole-delay',
  },
];
