import { Duration } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Approval, ReleaseOnDeploy, TrafficShift } from '../../../../lib';
import { testService } from '../../../fixtures/stack';

const linear = TrafficShift.linear({ stepPercent: 10, stepBakeTime: Duration.minutes(10) });

function found(releaseOnDeploy: ReleaseOnDeploy, more: { shift?: TrafficShift; approval?: Approval }): string[] {
  const { stack } = testService({ releaseOnDeploy, ...more });
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('stack waits'))
    .map(({ entry }) => String(entry.data));
}

test('BG035: the gate and the shift take longer than the stack waits', () => {
  expect(found(ReleaseOnDeploy.untilShifted(), { shift: linear })).toEqual([
    expect.stringContaining('the shift takes 90 minutes, but the stack waits for 55 minutes'),
  ]);
  expect(found(ReleaseOnDeploy.untilBaked(), { approval: Approval.required({ within: Duration.hours(2) }) })).toEqual([
    expect.stringContaining('the gate may take 120 minutes and the shift takes 5 minutes, but the stack waits for 55'),
  ]);
});

test('BG035: a deploy that waits for nothing, or long enough, is fine', () => {
  expect(found(ReleaseOnDeploy.start(), { shift: linear })).toEqual([]);
  expect(found(ReleaseOnDeploy.untilShifted(), {})).toEqual([]);
});
