import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { TargetGroupPair } from '../../../lib';
import { testStack } from '../../fixtures/stack';

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

describe('target group pair', () => {
  test('is two groups that drain for 30 seconds by default', () => {
    const { stack, vpc, template } = testStack();

    new TargetGroupPair(stack, 'Pair', { vpc });

    template().resourceCountIs(TARGET_GROUP, 2);
    template().allResourcesProperties(TARGET_GROUP, {
      TargetType: 'ip',
      HealthCheckTimeoutSeconds: 5,
      TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }]),
    });
  });

  test('drains at once, starts slowly and keeps clients, both colours alike', () => {
    const { stack, vpc, template } = testStack();

    new TargetGroupPair(stack, 'Pair', {
      vpc,
      deregistrationDelay: Duration.seconds(0),
      slowStart: Duration.seconds(30),
      stickinessDuration: Duration.hours(1),
    });

    const attributes = { 'deregistration_delay.timeout_seconds': '0', 'slow_start.duration_seconds': '30' };
    const stickiness = { 'stickiness.enabled': 'true', 'stickiness.lb_cookie.duration_seconds': '3600' };
    for (const [Key, Value] of Object.entries({ ...attributes, ...stickiness })) {
      template().allResourcesProperties(TARGET_GROUP, { TargetGroupAttributes: Match.arrayWith([{ Key, Value }]) });
    }
  });
});
