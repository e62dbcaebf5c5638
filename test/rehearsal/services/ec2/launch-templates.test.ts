import { rootOf } from '../../../../rehearsal/principal';
import { Ec2 } from '../../../../rehearsal/services/ec2/ec2';
import { FakeInstances } from '../../../fixtures/fake-instances';
import { emptyCloud } from '../../endpoint/fixture';

function setUp() {
  const cloud = emptyCloud();
  const client = cloud.client(
    cloud.add(new Ec2(cloud, () => [], new FakeInstances(cloud.clock))),
    rootOf(cloud.account),
  );
  return client;
}

async function templateOf(client: ReturnType<typeof setUp>): Promise<string> {
  const { LaunchTemplate } = await client.CreateLaunchTemplate({
    LaunchTemplateName: 'web',
    LaunchTemplateData: { ImageId: 'ami-1', InstanceType: 't4g.small' },
  });
  return LaunchTemplate.LaunchTemplateId ?? '';
}

test('a new version becomes the latest one, the default one only when that is asked for', async () => {
  const client = setUp();
  const LaunchTemplateId = await templateOf(client);
  await client.CreateLaunchTemplateVersion({ LaunchTemplateId, LaunchTemplateData: { ImageId: 'ami-2' } });
  const describe = async () => (await client.DescribeLaunchTemplates({})).LaunchTemplates[0];
  expect(await describe()).toMatchObject({ LatestVersionNumber: 2, DefaultVersionNumber: 1 });

  await client.ModifyLaunchTemplate({ LaunchTemplateId, DefaultVersion: '2' });
  expect(await describe()).toMatchObject({ LatestVersionNumber: 2, DefaultVersionNumber: 2 });
});

test('a version has what its source had where it says nothing else', async () => {
  const client = setUp();
  const LaunchTemplateId = await templateOf(client);
  const LaunchTemplateData = { ImageId: 'ami-2' };
  await client.CreateLaunchTemplateVersion({ LaunchTemplateId, SourceVersion: '1', LaunchTemplateData });
  await client.CreateLaunchTemplateVersion({ LaunchTemplateId, LaunchTemplateData });
  const { LaunchTemplateVersions } = await client.DescribeLaunchTemplateVersions({ LaunchTemplateId });

  expect(LaunchTemplateVersions.map((one) => [one.VersionNumber, one.DefaultVersion, one.LaunchTemplateData])).toEqual([
    [3, false, { ImageId: 'ami-2' }],
    [2, false, { ImageId: 'ami-2', InstanceType: 't4g.small' }],
    [1, true, { ImageId: 'ami-1', InstanceType: 't4g.small' }],
  ]);
});

test.each([
  ['$Latest', 'ami-2'],
  ['$Default', 'ami-1'],
  ['2', 'ami-2'],
])('an instance of version %s has the image %s', async (Version, image) => {
  const client = setUp();
  const LaunchTemplateId = await templateOf(client);
  await client.CreateLaunchTemplateVersion({ LaunchTemplateId, LaunchTemplateData: { ImageId: 'ami-2' } });
  const { Instances } = await client.RunInstances({
    MinCount: 1,
    MaxCount: 1,
    LaunchTemplate: { LaunchTemplateId, Version },
  });
  expect(Instances[0]).toMatchObject({ ImageId: image, State: { Name: 'pending' } });
});

test.each([
  [{ LaunchTemplateId: 'lt-0' }, 'InvalidLaunchTemplateId.NotFound'],
  [{ LaunchTemplateName: 'none' }, 'InvalidLaunchTemplateName.NotFoundException'],
  [{ LaunchTemplateName: 'web', Version: '7' }, 'InvalidLaunchTemplateId.VersionNotFound'],
])('an instance of %j is refused', async (LaunchTemplate, code) => {
  const client = setUp();
  await templateOf(client);
  await expect(client.RunInstances({ MinCount: 1, MaxCount: 1, LaunchTemplate })).rejects.toMatchObject({ code });
});

test('a name that is taken, and one that is none, are refused', async () => {
  const client = setUp();
  await templateOf(client);
  await expect(templateOf(client)).rejects.toMatchObject({
    code: 'InvalidLaunchTemplateName.AlreadyExistsException',
  });
  await expect(
    client.CreateLaunchTemplate({ LaunchTemplateName: 'a b', LaunchTemplateData: {} }),
  ).rejects.toMatchObject({ code: 'InvalidLaunchTemplateName.MalformedException' });
});
