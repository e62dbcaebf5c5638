import { Credentials } from '../../../rehearsal/endpoint/credentials';
import { rootOf } from '../../../rehearsal/principal';
import { Sts } from '../../../rehearsal/services/sts';
import { emptyCloud } from '../endpoint/fixture';

const ROLE = 'arn:aws:iam::123456789012:role/CodeDeployRole';

function testSts(hasRole = (arn: string) => arn === ROLE) {
  const cloud = emptyCloud();
  const credentials = new Credentials(cloud.account);
  const service = cloud.add(new Sts(cloud, credentials, { hasRole }));
  return { cloud, credentials, service, sts: cloud.client(service, rootOf(cloud.account)) };
}

test('says that an unknown key is the root of the account', async () => {
  const { credentials, cloud, service } = testSts();

  const identity = await cloud.client(service, credentials.resolve('AKIDEXAMPLE')).GetCallerIdentity({});

  expect(identity).toEqual({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:root',
    UserId: '123456789012',
  });
});

test('makes a caller act as the role that it assumed', async () => {
  const { sts, credentials, cloud, service } = testSts();

  const { Credentials: issued } = await sts.AssumeRole({ RoleArn: ROLE, RoleSessionName: 'me' });
  const principal = credentials.resolve(issued?.AccessKeyId ?? '');

  expect(issued?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(principal).toMatchObject({ kind: 'role', arn: ROLE });
  expect((await cloud.client(service, principal).GetCallerIdentity({})).Arn).toBe(
    'arn:aws:sts::123456789012:assumed-role/CodeDeployRole/me',
  );
});

test('lets a role that no template describes act as root', async () => {
  const { sts, credentials } = testSts();
  const RoleArn = 'arn:aws:iam::123456789012:role/cdk-hnb659fds-deploy-role-123456789012-us-east-1';

  const { Credentials: issued } = await sts.AssumeRole({ RoleArn, RoleSessionName: 'cdk' });

  expect(credentials.resolve(issued?.AccessKeyId ?? '')).toMatchObject({ kind: 'root' });
});

test.each([
  ['a role of another account', 'arn:aws:iam::999999999999:role/X', 'AccessDenied'],
  ['something that is no role', 'role', 'ValidationError'],
])('refuses %s', async (_what, RoleArn, code) => {
  await expect(testSts().sts.AssumeRole({ RoleArn, RoleSessionName: 'me' })).rejects.toMatchObject({ code });
});
