import { CloudFormation } from '../../../../../rehearsal/services/cloudformation/cloudformation';
import { PROVIDERS } from '../../../../../rehearsal/services/cloudformation/providers';
import { Setting } from '../../autoscaling/setting';
import { template } from '../local-stacks';

let setting: Setting;
let cloudFormation: CloudFormation;
beforeEach(async () => {
  setting = await Setting.create();
  cloudFormation = setting.cloud.add(new CloudFormation(setting.cloud, { providers: PROVIDERS, readObject: () => '' }));
});
afterEach(() => setting.stop());

/** A stack with a group of one colour, as CDK renders it. */
function stack(image: string, change: object = {}, more: object = {}): string {
  return template({
    Template: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: { LaunchTemplateData: { ImageId: image, UserData: { 'Fn::Base64': '#!/bin/sh' } } },
    },
    Group: {
      ...more,
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        MinSize: '1',
        MaxSize: '4',
        VPCZoneIdentifier: ['subnet-1', 'subnet-2'],
        LaunchTemplate: {
          LaunchTemplateId: { Ref: 'Template' },
          Version: { 'Fn::GetAtt': ['Template', 'LatestVersionNumber'] },
        },
        TargetGroupARNs: [setting.targetGroup],
        HealthCheckType: 'ELB',
        HealthCheckGracePeriod: 180,
        Tags: [{ Key: 'colour', Value: 'blue', PropagateAtLaunch: true }],
        ...change,
      },
    },
    Hook: {
      Type: 'AWS::AutoScaling::LifecycleHook',
      Properties: {
        AutoScalingGroupName: { Ref: 'Group' },
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: 60,
        DefaultResult: 'CONTINUE',
      },
    },
    Pool: { Type: 'AWS::AutoScaling::WarmPool', Properties: { AutoScalingGroupName: { Ref: 'Group' }, MinSize: 1 } },
    Policy: {
      Type: 'AWS::AutoScaling::ScalingPolicy',
      Properties: { AutoScalingGroupName: { Ref: 'Group' }, PolicyType: 'TargetTrackingScaling' },
    },
  });
}

const send = async (operation: 'CreateStack' | 'UpdateStack' | 'DeleteStack', TemplateBody?: string) => {
  await setting.call('cloudformation', operation, { StackName: 'Web', TemplateBody });
  return setting.clock.run(cloudFormation.settled('Web'));
};
const group = async () => (await setting.call('autoscaling', 'DescribeAutoScalingGroups')).AutoScalingGroups[0];

test('a stack with a group waits for its instances, and deleting it takes them along', async () => {
  const { status } = await send('CreateStack', stack('ami-1'));

  expect(status).toBe('CREATE_COMPLETE');
  const made = await group();
  expect(made).toMatchObject({ MinSize: 1, MaxSize: 4, DesiredCapacity: 1, HealthCheckType: 'ELB' });
  expect(made.Instances).toMatchObject([{ LifecycleState: 'InService', LaunchTemplate: { Version: '1' } }]);
  expect(made.Tags).toMatchObject([{ Key: 'colour', PropagateAtLaunch: true }]);
  const of = { AutoScalingGroupName: made.AutoScalingGroupName };
  expect((await setting.call('autoscaling', 'DescribeLifecycleHooks', of)).LifecycleHooks).toHaveLength(1);
  expect((await setting.call('autoscaling', 'DescribePolicies', of)).ScalingPolicies).toHaveLength(1);
  expect((await setting.call('autoscaling', 'DescribeWarmPool', of)).WarmPoolConfiguration).toMatchObject({
    MinSize: 1,
  });

  await send('DeleteStack');
  expect(await group()).toBeUndefined();
  expect(setting.instances.ids).toEqual([]);
  const { LaunchTemplates } = await setting.call('ec2', 'DescribeLaunchTemplates');
  expect(LaunchTemplates).toHaveLength(1); // the setting's own
});

test('an update makes a new version, keeps the desired capacity and leaves the instances alone', async () => {
  await send('CreateStack', stack('ami-1'));
  const { AutoScalingGroupName } = await group();
  await setting.call('autoscaling', 'SetDesiredCapacity', { AutoScalingGroupName, DesiredCapacity: 3 });
  await setting.wait(100);
  const { status } = await send('UpdateStack', stack('ami-2'));

  expect(status).toBe('UPDATE_COMPLETE');
  const now = await group();
  expect(now).toMatchObject({ DesiredCapacity: 3, LaunchTemplate: { Version: '2' } });
  expect(now.Instances.map((one: { LaunchTemplate: { Version: string } }) => one.LaunchTemplate.Version)).toEqual([
    '1',
    '1',
    '1',
  ]);
  const id = now.LaunchTemplate.LaunchTemplateId;
  const { LaunchTemplates } = await setting.call('ec2', 'DescribeLaunchTemplates', { LaunchTemplateIds: [id] });
  expect(LaunchTemplates).toMatchObject([{ LatestVersionNumber: 2, DefaultVersionNumber: 1 }]);
});

test('an update with a desired capacity resets what was scaled meanwhile', async () => {
  await send('CreateStack', stack('ami-1', { DesiredCapacity: '1' }));
  const { AutoScalingGroupName } = await group();
  await setting.call('autoscaling', 'SetDesiredCapacity', { AutoScalingGroupName, DesiredCapacity: 3 });
  await setting.wait(100);
  await send('UpdateStack', stack('ami-2', { DesiredCapacity: '1' }));

  expect((await group()).DesiredCapacity).toBe(1);
});

test('an update with the policy to ignore unmodified sizes resets nothing', async () => {
  const UpdatePolicy = { AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true } };
  await send('CreateStack', stack('ami-1', { DesiredCapacity: '1' }, { UpdatePolicy }));
  const { AutoScalingGroupName } = await group();
  await setting.call('autoscaling', 'SetDesiredCapacity', { AutoScalingGroupName, DesiredCapacity: 3 });
  await setting.wait(100);
  await send('UpdateStack', stack('ami-2', { DesiredCapacity: '1' }, { UpdatePolicy }));
  expect((await group()).DesiredCapacity).toBe(3);

  await send('UpdateStack', stack('ami-2', { DesiredCapacity: '2' }, { UpdatePolicy }));
  expect((await group()).DesiredCapacity).toBe(2);
});

test('target groups and tags follow the template', async () => {
  await send('CreateStack', stack('ami-1'));
  await send('UpdateStack', stack('ami-1', { TargetGroupARNs: [], Tags: [{ Key: 'new', Value: 'x' }] }));

  const now = await group();
  expect(now.TargetGroupARNs).toEqual([]);
  expect(now.Tags).toMatchObject([{ Key: 'new', Value: 'x', PropagateAtLaunch: false }]);
});

test('an image that does not exist fails the stack with what Auto Scaling says', async () => {
  setting.instances.missing.add('ami-none');
  const { status, events } = await send('CreateStack', stack('ami-none'));

  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(events.find((one) => one.ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toContain(
    "Group did not stabilize. {current/minSize/desired instances = 0/1/1}. Failed Scaling Activity: Instance failed to launch: The image id '[ami-none]' does not exist",
  );
});
