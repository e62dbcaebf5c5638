import type { Launch } from '../../../../rehearsal/service';
import { localIam } from './local-iam';

const TEMPLATE = 'arn:aws:ec2:us-east-1:123456789012:launch-template/lt-1';
const INSTANCE_ROLE = 'arn:aws:iam::123456789012:role/Instances';
const LAUNCH: Launch = {
  templateId: 'lt-1',
  subnets: ['subnet-1'],
  data: {
    ImageId: 'ami-1',
    InstanceType: 't3.micro',
    SecurityGroupIds: ['sg-1'],
    IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/Profile' },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }],
  },
};

const UPDATE = { Action: 'autoscaling:UpdateAutoScalingGroup' };
const RUN = { Action: 'ec2:RunInstances', Condition: { ArnEquals: { 'ec2:LaunchTemplate': TEMPLATE } } };
const TAG = {
  Action: 'ec2:CreateTags',
  Resource: 'arn:aws:ec2:us-east-1:123456789012:instance/*',
  Condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
};
const PASS = {
  Action: 'iam:PassRole',
  Resource: INSTANCE_ROLE,
  Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
};

/** An account with a group of these instances; answers how a role with these statements may change it. */
async function updateAs(statements: Parameters<ReturnType<typeof localIam>['role']>[1], ImageId = 'ami-1') {
  const local = localIam();
  await local.role('Instances', []);
  await local.root.CreateInstanceProfile({ InstanceProfileName: 'Profile' });
  await local.root.AddRoleToInstanceProfile({ InstanceProfileName: 'Profile', RoleName: 'Instances' });
  local.cloud.add({
    prefix: 'autoscaling',
    operations: { UpdateAutoScalingGroup: () => ({}) },
    launchOf: () => ({ ...LAUNCH, data: { ...LAUNCH.data, ImageId } }),
  });
  const caller = await local.role('Caller', statements);
  const update = local.call(caller, 'autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName: 'web' });
  return { update, refusals: local.iam.refusals };
}

test('whoever may start the instances may change their group', async () => {
  const { update } = await updateAs([UPDATE, RUN, TAG, PASS]);

  await expect(update).resolves.toEqual({});
});

test.each([
  ['ec2:RunInstances', [UPDATE, TAG, PASS], 'arn:aws:ec2:us-east-1:123456789012:instance/*'],
  ['ec2:CreateTags', [UPDATE, RUN, PASS], 'arn:aws:ec2:us-east-1:123456789012:instance/*'],
  ['iam:PassRole', [UPDATE, RUN, TAG], INSTANCE_ROLE],
])('without %s it is refused, and told which permission is missing', async (action, statements, resource) => {
  const { update, refusals } = await updateAs(statements);

  await expect(update).rejects.toMatchObject({
    code: 'AccessDenied',
    message: expect.stringMatching(/^You are not authorized to use launch template: lt-1 \(User: /),
  });
  expect(refusals).toEqual([expect.objectContaining({ action, resource })]);
});

test('another launch template is not meant', async () => {
  const other = { ...RUN, Condition: { ArnEquals: { 'ec2:LaunchTemplate': `${TEMPLATE}23` } } };
  const { update } = await updateAs([UPDATE, other, TAG, PASS]);

  await expect(update).rejects.toThrow('ec2:RunInstances');
});

test('an image that EC2 finds by a parameter needs the right to read it', async () => {
  const Resource = 'arn:aws:ssm:us-east-1:123456789012:parameter/images/web';
  const image = 'resolve:ssm:/images/web:3';
  const without = await updateAs([UPDATE, RUN, TAG, PASS], image);
  const { update } = await updateAs([UPDATE, RUN, TAG, PASS, { Action: 'ssm:GetParameters', Resource }], image);

  await expect(without.update).rejects.toThrow(`ssm:GetParameters on resource: ${Resource}`);
  await expect(update).resolves.toEqual({});
});
