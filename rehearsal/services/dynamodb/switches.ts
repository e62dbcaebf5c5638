import type { Switch } from '../../switches';

/** What is not certain about DynamoDB. */
export const DYNAMODB_SWITCHES: Switch[] = [
  {
    name: 'dynamodb.expiredItems',
    question:
      'when an expired item (TTL) is gone: reads may see it until it is deleted, "within a few days"; taken as 48 hours, or at once',
    values: ['kept-48-hours', 'gone-at-once'],
    // Code that filters expired items itself passes under both.
    default: 'kept-48-hours',
  },
];
