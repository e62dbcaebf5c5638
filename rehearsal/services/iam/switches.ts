import type { Switch } from '../../switches';

export const IAM_SWITCHES: readonly Switch[] = [
  {
    name: 'iam.unknown-managed-policy',
    question: 'what an AWS managed policy allows whose content the rehearsal does not have',
    values: ['grants-nothing', 'grants-everything'],
    default: 'grants-nothing',
  },
];
