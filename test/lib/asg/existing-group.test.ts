import { Duration } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  Analysis,
  type BlueGreenAutoScalingGroupProps,
  ExistingGroup,
  Percent,
  PreviousColour,
  ReleaseOnDeploy,
  RollbackAlarm,
} from '../../../lib';
import { adoptedGroup } from '../../fixtures/adopted-group';
import { propertiesOf, statementsOf } from '../../fixtures/stack';
import { definitionsOf } from '../machine/definitions';
import { shopGroup } from './shop-group';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/old/1234567890abcdef';

/** A shop whose blue is a group that no template of this app makes. */
function adoptedShop(props: Partial<BlueGreenAutoScalingGroupProps> = {}) {
  return shopGroup(props, undefined, (stack) => ({
    existing: ExistingGroup.fromAttributes({
      autoScalingGroup: autoscaling.AutoScalingGroup.fromAutoScalingGroupName(stack, 'Old', 'old-shop'),
      targetGroup: elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(stack, 'OldTargets', {
        targetGroupArn: ARN,
      }),
    }),
  }));
}

/** Whom an action of the machines may be called on. */
function resourcesOf(template: Template, machine: string, action: string): string[] {
  return statementsOf(template, machine)
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => [Resource].flat().map((one) => JSON.stringify(one)));
}

describe('beside an existing group', () => {
  test('only green is made, and production leads to the existing target group', () => {
    const template = Template.fromStack(adoptedShop().stack);

    for (const type of ['AutoScaling::AutoScalingGroup', 'EC2::LaunchTemplate', 'ElasticLoadBalancingV2::TargetGroup'])
      template.resourceCountIs(`AWS::${type}`, 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      DefaultActions: [
        { ForwardConfig: { TargetGroups: [{ TargetGroupArn: ARN }, { TargetGroupArn: { Ref: Match.anyValue() } }] } },
      ],
    });
    template.hasResourceProperties('Custom::BlueGreenLiveState', {
      Existing: { TargetGroup: ARN },
      Production: { Blue: ARN },
      Groups: { Blue: Match.absent(), Green: Match.anyValue() },
    });
  });

  test('only the rollback machine may say how many instances the existing one wants, and nobody may write more of it', () => {
    const template = Template.fromStack(adoptedShop({ codeDeploy: true, warmPool: { minSize: 1 } }).stack);
    const old = /autoScalingGroupName\/old-shop/;

    for (const machine of ['Release', 'Rollback']) {
      const [update] = resourcesOf(template, machine, 'autoscaling:UpdateAutoScalingGroup');
      expect(update).toMatch(/GreenGroup/);
      expect(update).not.toMatch(old);
    }
    expect(resourcesOf(template, 'Release', 'autoscaling:SetDesiredCapacity')).toEqual([]);
    expect(resourcesOf(template, 'Rollback', 'autoscaling:SetDesiredCapacity')).toEqual([expect.stringMatching(old)]);
    const refreshed = resourcesOf(template, 'Release', 'autoscaling:StartInstanceRefresh');
    expect(refreshed).toEqual([expect.stringMatching(/GreenGroup/)]);
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 1);
    template.resourceCountIs('AWS::AutoScaling::WarmPool', 1);
  });

  test.each([PreviousColour.scaledToZero(), PreviousColour.keptFor(Duration.hours(1)), PreviousColour.kept()])(
    'a release leaves it as it is, whatever becomes of a previous colour of ours: %#',
    (previousColour) => {
      const { Release, Rollback, Retire } = definitionsOf(adoptedShop({ previousColour }).stack);

      expect(Retire).toBeUndefined();
      const names = Object.keys(Release.States);
      expect(names.filter((name) => /ScalePrevious|Retire/.test(name))).toEqual([]);
      expect(Rollback.States['IsOursLive?'].Default).not.toBe('KeepLiveMinimum');
      expect(Rollback.States.RaiseExisting.Arguments.AutoScalingGroupName).toBe('old-shop');
      expect(Rollback.States.RaiseExisting.Next).toBe('WaitUntilPreviousIsHealthy');
    },
  );

  test('alarms and analysis look at its target group', () => {
    const { stack, construct } = adoptedShop({ analysis: Analysis.ofTargets() });
    construct.rollbackOn(RollbackAlarm.latency({ percentile: 99, threshold: Duration.seconds(1) }));
    const template = Template.fromStack(stack);

    const alarms = JSON.stringify(template.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toContain('"targetgroup/old/1234567890abcdef"');
    const [decide] = propertiesOf(template, 'AWS::Lambda::Function');
    expect(JSON.stringify(decide.Environment)).toContain('targetgroup/old/1234567890abcdef');
  });

  test('the synth is quiet', () => {
    const { stack, construct } = adoptedShop();
    construct.rollbackOn(RollbackAlarm.errorRate({ threshold: Percent.of(5) }));

    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('one of the same app stays as it was, and blue is new when it is left', () => {
    const [before, adopted, left] = (['before', 'adopted', 'left'] as const).map((step) =>
      Template.fromStack(adoptedGroup(step)),
    );
    const old = (template?: Template) =>
      Object.entries(template?.toJSON().Resources ?? {})
        .filter(([id]) => /Rolling|^Listener/.test(id))
        // What else leads to the target group is waited for, which is no change.
        .map(([id, resource]) => [id, (resource as { Properties: object }).Properties]);

    expect(old(before).length).toBeGreaterThan(3);
    expect(old(adopted)).toEqual(old(before));
    expect(old(left)).toEqual(old(before));
    const quiet = Annotations.fromStack(adoptedGroup('adopted'));
    expect([...quiet.findWarning('*', Match.anyValue()), ...quiet.findError('*', Match.anyValue())]).toEqual([]);
    adopted?.resourceCountIs('AWS::AutoScaling::AutoScalingGroup', 2);
    left?.resourceCountIs('AWS::AutoScaling::AutoScalingGroup', 3);
  });
});

describe('bad input', () => {
  test('is a release by the deploy, which would have to go into it', () => {
    expect(() => adoptedShop({ releaseOnDeploy: ReleaseOnDeploy.start() })).toThrow(
      "'existing' and 'releaseOnDeploy' do not go together",
    );
  });

  test('is a target group whose targets are no instances', () => {
    const { stack, vpc } = shopGroup();
    const targetGroup = new elbv2.ApplicationTargetGroup(stack, 'Ips', { vpc, targetType: elbv2.TargetType.IP });
    const autoScalingGroup = autoscaling.AutoScalingGroup.fromAutoScalingGroupName(stack, 'Old', 'old-shop');

    expect(() => ExistingGroup.fromAttributes({ autoScalingGroup, targetGroup })).toThrow(
      "the targets of 'Test/Ips' are of the type 'ip'",
    );
  });
});
