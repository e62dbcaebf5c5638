import type { Switch, Switches } from '../../switches';
import type { RoutingSwitches } from './routing';

/** What is not known of how a load balancer routes. */
export const ROUTING_SWITCHES: Switch[] = [
  {
    name: 'routing.stickyToWeightZero',
    question: 'does a client whose cookie names a target group go on to it once the weight of the group is 0',
    values: ['yes', 'no'],
    // With yes, going back does not reach such clients until their cookie expires.
    default: 'yes',
  },
  {
    name: 'routing.failOpenToInitial',
    question: 'does a group without a healthy target send requests to targets that have passed no check yet',
    values: ['no', 'yes'],
    // With no, users get a 503.
    default: 'no',
  },
];

/** The switches as routing asks them; only those that it asks are said to have mattered. */
export function routingSwitches(switches: Switches): RoutingSwitches {
  return {
    get stickyToWeightZero() {
      return switches.is('routing.stickyToWeightZero', 'yes');
    },
    get failOpenToInitial() {
      return switches.is('routing.failOpenToInitial', 'yes');
    },
  };
}
