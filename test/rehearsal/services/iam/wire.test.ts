import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { createEndpoint } from '../../../../rehearsal/endpoint/endpoint';
import { localIam } from './local-iam';

test('IAM answers the SDK of AWS', async () => {
  const { cloud } = localIam();
  const endpoint = await createEndpoint({ cloud }).listen(0);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new IAMClient({ endpoint: endpoint.url, region: 'us-east-1', credentials });

  await client.send(new CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: '{"Statement":[]}' }));
  const { Role } = await client.send(new GetRoleCommand({ RoleName: 'R' }));
  const { Roles } = await client.send(new ListRolesCommand({}));
  const missing = await client.send(new GetRoleCommand({ RoleName: 'gone' })).catch((error: Error) => error);
  client.destroy();
  await endpoint.close();

  expect(Role?.Arn).toBe('arn:aws:iam::123456789012:role/R');
  expect(Roles?.map((one) => one.RoleName)).toEqual(['R']);
  expect(missing).toMatchObject({ name: 'NoSuchEntityException', message: 'The role with name gone cannot be found.' });
});
