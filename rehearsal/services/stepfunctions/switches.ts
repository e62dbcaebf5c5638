import type { Switch } from '../../switches';

/** What is not certain about Step Functions; the paragraphs are those of the collection of facts behind the rehearsal. */
export const STEPFUNCTIONS_SWITCHES: Switch[] = [
  {
    name: 'stepfunctions.sdk-error-names',
    question:
      'do errors of SDK integrations always end in Exception, as the guide says, also where the service calls them otherwise (aws-facts 10.1)',
    values: ['always-exception', 'as-the-service'],
    default: 'always-exception',
  },
  {
    name: 'stepfunctions.sdk-member-names',
    question:
      'are parameters of SDK integrations named as in the Java SDK only (Ttl, DnsName), or as in the API too (TTL, DNSName) (aws-facts 10.1)',
    values: ['java-sdk', 'java-sdk-or-api'],
    default: 'java-sdk',
  },
  {
    name: 'stepfunctions.heartbeat-error',
    question: 'the name of the error when a heartbeat is missed; a catcher of either name catches it (aws-facts 10.2)',
    values: ['States.Timeout', 'States.HeartbeatTimeout'],
    default: 'States.Timeout',
  },
  {
    name: 'stepfunctions.wait-after-redrive',
    question: 'does a Wait by Seconds that was interrupted wait its whole time again after a redrive',
    values: ['whole-time-again', 'until-the-first-end'],
    default: 'whole-time-again',
  },
];
