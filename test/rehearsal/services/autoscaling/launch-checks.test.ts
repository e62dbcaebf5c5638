import { Setting } from './setting';

let setting: Setting;

beforeEach(async () => {
  setting = await Setting.create();
  await setting.createGroup({}, false);
});

afterEach(() => setting.stop());

const launchOf = (operation: string, input: object = {}) =>
  setting.autoScaling.launchOf(operation, { AutoScalingGroupName: 'web', ...input });
const version = (Version: string) => ({ LaunchTemplate: { LaunchTemplateId: setting.template, Version } });

test.each([
  ['UpdateAutoScalingGroup', { MinSize: 0, DesiredCapacity: 0 }],
  ['StartInstanceRefresh', {}],
])('%s of a group needs what its own launch template starts, where it names none', (operation, input) => {
  const { data } = setting.ec2.launchTemplateVersion(version('1').LaunchTemplate);

  expect(launchOf(operation, input)).toEqual({
    templateId: setting.template,
    data,
    subnets: ['subnet-1', 'subnet-2'],
  });
});

test('what a call names counts, wherever it names it', () => {
  const { data } = setting.ec2.launchTemplateVersion(version('2').LaunchTemplate);
  const mixed = { LaunchTemplate: { LaunchTemplateSpecification: version('2').LaunchTemplate } };
  const named = [
    launchOf('CreateAutoScalingGroup', { AutoScalingGroupName: 'new', ...version('2') }),
    launchOf('UpdateAutoScalingGroup', { MixedInstancesPolicy: mixed, VPCZoneIdentifier: 'subnet-9' }),
    launchOf('StartInstanceRefresh', { DesiredConfiguration: version('2') }),
  ];

  expect(named.map((one) => one?.data)).toEqual([data, data, data]);
  expect(named.map((one) => one?.subnets)).toEqual([[], ['subnet-9'], ['subnet-1', 'subnet-2']]);
});

test.each<[string, object]>([
  ['SetDesiredCapacity', {}],
  ['UpdateAutoScalingGroup', { AutoScalingGroupName: 'gone' }],
  ['UpdateAutoScalingGroup', { LaunchTemplate: { LaunchTemplateId: 'lt-gone' } }],
])('%s of %j needs nothing more', (operation, input) => {
  expect(launchOf(operation, input)).toBeUndefined();
});
