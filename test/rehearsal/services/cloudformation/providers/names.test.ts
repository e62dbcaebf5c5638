import { camelCase, camelCaseName } from '../../../../../rehearsal/services/cloudformation/providers/names';

describe("CloudFormation's names in camel-case APIs", () => {
  test.each([
    ['Family', 'family'],
    ['EnableECSManagedTags', 'enableECSManagedTags'],
    ['ECSServices', 'ecsServices'],
    ['EFSVolumeConfiguration', 'efsVolumeConfiguration'],
    ['FSxWindowsFileServerVolumeConfiguration', 'fsxWindowsFileServerVolumeConfiguration'],
    ['FilesystemId', 'fileSystemId'],
    ['IAM', 'iam'],
    ['Ec2TagFilters', 'ec2TagFilters'],
    ['TaskRoleArn', 'taskRoleArn'],
  ])('%s is %s', (name, expected) => {
    expect(camelCaseName(name)).toBe(expected);
  });

  test("are changed at every depth, but not in maps with the user's own keys", () => {
    const definitions = [{ DockerLabels: { MyLabel: 'A' }, LogConfiguration: { Options: { Key: 'B' } } }];

    expect(camelCase({ ContainerDefinitions: definitions, Cpu: '256', Tags: [{ Key: 'k', Value: 'v' }] })).toEqual({
      containerDefinitions: [{ dockerLabels: { MyLabel: 'A' }, logConfiguration: { options: { Key: 'B' } } }],
      cpu: '256',
      tags: [{ key: 'k', value: 'v' }],
    });
  });

  test('keep tags as they are where the API has them so', () => {
    expect(
      camelCase({ Tags: [{ Key: 'k' }], TriggerConfigurations: [{ TriggerName: 'n' }] }, new Set(['Tags'])),
    ).toEqual({
      tags: [{ Key: 'k' }],
      triggerConfigurations: [{ triggerName: 'n' }],
    });
  });
});
