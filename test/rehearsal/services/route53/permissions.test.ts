import { roleWith, rootOf } from '../../../../rehearsal/principal';
import { Iam } from '../../../../rehearsal/services/iam/iam';
import { localRoute53, upsert, weighted } from './setting';

/** A role that may write one name of the zone, and only by UPSERT. */
async function machine() {
  const world = await localRoute53();
  const { cloud, clock, route53, zoneId } = world;
  const iam = cloud.add(new Iam(cloud));
  cloud.gatekeeper = iam;
  const root = cloud.client(iam, rootOf(cloud.account));
  const { Role } = await root.CreateRole({ RoleName: 'machine', AssumeRolePolicyDocument: '{"Statement":[]}' });
  const key = (name: string) => `route53:ChangeResourceRecordSets${name}`;
  const Statement = [
    {
      Effect: 'Allow',
      Action: 'route53:ChangeResourceRecordSets',
      Resource: `arn:aws:route53:::${zoneId.slice(1)}`,
      Condition: {
        'ForAllValues:StringEquals': {
          [key('NormalizedRecordNames')]: ['app.example.com'],
          [key('Actions')]: ['UPSERT'],
        },
      },
    },
    { Effect: 'Allow', Action: 'route53:GetChange', Resource: 'arn:aws:route53:::change/*' },
  ];
  await root.PutRolePolicy({ RoleName: 'machine', PolicyName: 'own', PolicyDocument: JSON.stringify({ Statement }) });
  const dns = cloud.client(route53, roleWith(Role?.Arn ?? ''));
  const change = async (...Changes: ReturnType<typeof upsert>[]) => {
    await clock.advance(1_000);
    return dns.ChangeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes } });
  };
  return { ...world, dns, change };
}

test('a role writes the records that its policy names, and reads its change', async () => {
  const { change, dns } = await machine();

  const { ChangeInfo } = await change(upsert(weighted('blue', 1, { Name: 'APP.example.com.' })));

  expect((await dns.GetChange({ Id: ChangeInfo?.Id })).ChangeInfo?.Status).toBe('PENDING');
});

test.each([
  ['another name', upsert(weighted('blue', 1, { Name: 'other.example.com' }))],
  ['another action', { ...upsert(weighted('blue', 1)), Action: 'CREATE' as const }],
])('a role that may not is refused: %s', async (_what, change) => {
  const world = await machine();

  await expect(world.change(upsert(weighted('green', 1)), change)).rejects.toMatchObject({
    code: expect.stringMatching(/^AccessDenied/),
  });
});
