import type { Switch } from '../../switches';

export const CLOUDFORMATION_SWITCHES: readonly Switch[] = [
  {
    name: 'cloudformation.ecs-service-update',
    question: 'whether an update of an ECS service sends every property to ECS, or only those that have changed',
    values: ['sends-everything', 'sends-changes'],
    default: 'sends-everything',
  },
  {
    name: 'cloudformation.rollback-order',
    question:
      'whether the reversed update of a failed one goes from what others refer to towards what refers to it, or the other way',
    values: ['dependencies-first', 'reverse'],
    default: 'dependencies-first',
  },
  {
    name: 'cloudformation.rollback-values',
    question:
      'whether the reversed update of a failed one reads the attributes that the old template refers to anew, or writes the values as they were',
    values: ['resolved-anew', 'as-before'],
    default: 'resolved-anew',
  },
  {
    // Its API reference promises neither: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html
    name: 'cloudformation.resource-status',
    question:
      'whether DescribeStackResource tells at once that a resource is being changed, or two seconds after its provider was asked',
    values: ['late', 'at-once'],
    default: 'late',
  },
  {
    // Seen in 2023, documented nowhere: https://github.com/anomalyco/sst/pull/3539
    name: 'cloudformation.response-url',
    question: 'whether the URL for the answer of a custom resource tells when it was signed',
    values: ['dated', 'undated'],
    default: 'dated',
  },
  {
    // Route 53 asks for the exact values; a stack was once seen to report a deletion that had left such a record behind:
    // https://github.com/zalando-stups/senza/issues/184
    name: 'cloudformation.stale-record-deletion',
    question:
      'whether the deletion of a stack fails at a record that somebody has changed, or leaves the record in the zone and goes on',
    values: ['fails', 'leaves-it'],
    default: 'fails',
  },
];
