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
];
