import { Duration } from 'aws-cdk-lib';
import { Approval } from '../../../lib';

test.each([Duration.seconds(30), Duration.minutes(0), Duration.days(3)])('approval fails within %s', (within) => {
  expect(() => Approval.required({ within })).toThrow("'within' must be 1 to 2880 whole minutes");
});
