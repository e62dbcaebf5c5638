import { rootOf } from '../../../rehearsal/principal';
import { Ssm } from '../../../rehearsal/services/ssm';
import { emptyCloud } from '../endpoint/fixture';

function testSsm() {
  const cloud = emptyCloud();
  return cloud.client(cloud.add(new Ssm(cloud)), rootOf(cloud.account));
}

test('has the version that the CDK CLI looks for', async () => {
  const { Parameter } = await testSsm().GetParameter({ Name: '/cdk-bootstrap/hnb659fds/version' });

  expect(Number(Parameter.Value)).toBeGreaterThanOrEqual(30);
});

test('counts versions, and reads each of them', async () => {
  const ssm = testSsm();
  await ssm.PutParameter({ Name: '/app', Value: 'one', Type: 'String' });

  expect(await ssm.PutParameter({ Name: '/app', Value: 'two', Overwrite: true })).toMatchObject({ Version: 2 });

  expect((await ssm.GetParameter({ Name: '/app' })).Parameter).toMatchObject({ Value: 'two', Type: 'String' });
  expect((await ssm.GetParameter({ Name: '/app:1' })).Parameter).toMatchObject({ Value: 'one', Selector: ':1' });
  await expect(ssm.GetParameter({ Name: '/app:3' })).rejects.toMatchObject({ code: 'ParameterVersionNotFound' });
});

test('reads a parameter by its ARN', async () => {
  const ssm = testSsm();
  await ssm.PutParameter({ Name: '/app', Value: 'one', Type: 'String' });

  const { Parameter } = await ssm.GetParameter({ Name: 'arn:aws:ssm:us-east-1:123456789012:parameter/app' });

  expect(Parameter.Name).toBe('/app');
});

test('refuses to overwrite unless asked', async () => {
  const ssm = testSsm();
  await ssm.PutParameter({ Name: '/app', Value: 'one', Type: 'String' });

  const again = ssm.PutParameter({ Name: '/app', Value: 'two', Type: 'String' });

  await expect(again).rejects.toMatchObject({ code: 'ParameterAlreadyExists' });
});

test.each([
  ['a name with a space', { Name: 'a b', Value: 'x', Type: 'String' as const }],
  ['a path that is not absolute', { Name: 'a/b', Value: 'x', Type: 'String' as const }],
  ['no type', { Name: 'a', Value: 'x' }],
  ['an empty value', { Name: 'a', Value: '', Type: 'String' as const }],
  ['more than 4 kB', { Name: 'a', Value: 'x'.repeat(4097), Type: 'String' as const }],
])('refuses %s', async (_what, input) => {
  await expect(testSsm().PutParameter(input)).rejects.toMatchObject({ code: 'ValidationException' });
});

test('takes 8 kB in the advanced tier', async () => {
  const put = testSsm().PutParameter({ Name: 'a', Value: 'x'.repeat(8192), Type: 'String', Tier: 'Advanced' });

  await expect(put).resolves.toMatchObject({ Tier: 'Advanced' });
});

test('shows a secure string only to those who ask for its decryption', async () => {
  const ssm = testSsm();
  await ssm.PutParameter({ Name: '/key', Value: 'secret', Type: 'SecureString' });

  const hidden = await ssm.GetParameter({ Name: '/key' });
  const shown = await ssm.GetParameter({ Name: '/key', WithDecryption: true });

  expect(hidden.Parameter.Value).not.toContain('secret');
  expect(shown.Parameter.Value).toBe('secret');
});

test('finds parameters by path, page by page', async () => {
  const ssm = testSsm();
  for (const Name of ['/shop/a', '/shop/b', '/shop/deep/c', '/shopping'])
    await ssm.PutParameter({ Name, Value: Name, Type: 'String' });

  const first = await ssm.GetParametersByPath({ Path: '/shop', Recursive: true, MaxResults: 2 });
  const second = await ssm.GetParametersByPath({
    Path: '/shop',
    Recursive: true,
    MaxResults: 2,
    NextToken: first.NextToken,
  });
  const flat = await ssm.GetParametersByPath({ Path: '/shop/' });

  expect(first.Parameters.map(({ Name }) => Name)).toEqual(['/shop/a', '/shop/b']);
  expect(second.Parameters.map(({ Name }) => Name)).toEqual(['/shop/deep/c']);
  expect(second.NextToken).toBeUndefined();
  expect(flat.Parameters.map(({ Name }) => Name)).toEqual(['/shop/a', '/shop/b']);
});

test('describes parameters through filters', async () => {
  const ssm = testSsm();
  await ssm.PutParameter({ Name: '/a', Value: '1', Type: 'String', Tags: [{ Key: 'team', Value: 'shop' }] });
  await ssm.PutParameter({ Name: '/ab', Value: '1', Type: 'StringList' });

  const names = async (Key: string, Option: string | undefined, Values: string[]) =>
    (await ssm.DescribeParameters({ ParameterFilters: [{ Key, Option, Values }] })).Parameters.map(({ Name }) => Name);

  expect(await names('Name', 'BeginsWith', ['/a'])).toEqual(['/a', '/ab']);
  expect(await names('Name', undefined, ['/a'])).toEqual(['/a']);
  expect(await names('tag:team', undefined, ['shop'])).toEqual(['/a']);
  expect(await names('Type', undefined, ['StringList'])).toEqual(['/ab']);
  await expect(names('Label', undefined, ['x'])).rejects.toMatchObject({ code: 'InvalidFilterKey' });
});

test('sets, lists and removes tags', async () => {
  const ssm = testSsm();
  const resource = { ResourceType: 'Parameter' as const, ResourceId: '/a' };
  await ssm.PutParameter({ Name: '/a', Value: '1', Type: 'String', Tags: [{ Key: 'x', Value: '1' }] });

  await ssm.AddTagsToResource({
    ...resource,
    Tags: [
      { Key: 'x', Value: '2' },
      { Key: 'y', Value: '3' },
    ],
  });
  await ssm.RemoveTagsFromResource({ ...resource, TagKeys: ['y'] });

  expect(await ssm.ListTagsForResource(resource)).toEqual({ TagList: [{ Key: 'x', Value: '2' }] });
});

test('tells which of several parameters are not there', async () => {
  const ssm = testSsm();
  await ssm.PutParameter({ Name: '/a', Value: '1', Type: 'String' });

  expect(await ssm.GetParameters({ Names: ['/a', '/b'] })).toMatchObject({
    Parameters: [{ Name: '/a' }],
    InvalidParameters: ['/b'],
  });
  expect(await ssm.DeleteParameters({ Names: ['/a', '/b'] })).toEqual({
    DeletedParameters: ['/a'],
    InvalidParameters: ['/b'],
  });
  await expect(ssm.DeleteParameter({ Name: '/a' })).rejects.toMatchObject({ code: 'ParameterNotFound' });
});
