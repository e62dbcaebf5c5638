import { create, localRoute53, remove, upsert, weighted } from './setting';

const simple = {
  Name: 'app.example.com',
  Type: 'A' as const,
  TTL: 60,
  ResourceRecords: [{ Value: '192.0.2.9' }],
};
const named = "[name='app.example.com.', type='A', set-identifier='blue']";

test('writes both weights in one batch', async () => {
  const { change, route53, zoneId } = await localRoute53();

  await change(create(weighted('blue', 255)), create(weighted('green', 0)));

  expect(route53.weights(zoneId, 'app.example.com', 'A')).toEqual(
    new Map([
      ['blue', 255],
      ['green', 0],
    ]),
  );
});

test('makes all changes of a batch or none', async () => {
  const { change, route53, zoneId } = await localRoute53();
  await change(create(weighted('blue', 100)), create(weighted('green', 0)));

  const half = change(upsert(weighted('blue', 0)), create(weighted('green', 100)));

  await expect(half).rejects.toMatchObject({ code: 'InvalidChangeBatch' });
  expect(route53.weights(zoneId, 'app.example.com', 'A').get('blue')).toBe(100);
});

test('makes room by a delete for a create in the same batch', async () => {
  const { change, route53, zoneId } = await localRoute53();
  await change(create(simple));

  await change(remove(simple), create(weighted('blue', 1)));

  expect([...route53.weights(zoneId, 'app.example.com', 'A').keys()]).toEqual(['blue']);
});

test.each([
  [
    'a second one with the same identifier',
    [create(weighted('blue', 1))],
    `Tried to create resource record set ${named} but it already exists`,
  ],
  [
    'a simple one beside weighted ones',
    [upsert(simple)],
    'RRSet with DNS name app.example.com., type A cannot be created as other RRSets exist with the same name and type.',
  ],
  [
    'deleting what is not there',
    [remove(weighted('green', 1))],
    "Tried to delete resource record set [name='app.example.com.', type='A', set-identifier='green'] but it was not found",
  ],
  [
    'deleting with another weight',
    [remove(weighted('blue', 2))],
    `Tried to delete resource record set ${named} but the values provided do not match the current values`,
  ],
  [
    'a name outside the zone',
    [create({ ...simple, Name: 'app.example.org' })],
    'RRSet with DNS name app.example.org. is not permitted in zone example.com.',
  ],
  [
    'another TTL',
    [create(weighted('green', 1, { TTL: 30 }))],
    'RRSet with DNS name app.example.com. and type A, SetIdentifier green cannot be created as weighted sets must contain the same TTL.',
  ],
  [
    'a CNAME at the apex',
    [create({ ...simple, Name: 'example.com', Type: 'CNAME' })],
    'RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.',
  ],
])('refuses %s', async (_what, changes, reason) => {
  const { change } = await localRoute53();
  await change(create(weighted('blue', 1)));

  await expect(change(...changes)).rejects.toMatchObject({
    code: 'InvalidChangeBatch',
    message: expect.stringContaining(reason),
  });
});

test('refuses a weighted record where a simple one is', async () => {
  const { change } = await localRoute53();
  await change(create(simple));

  await expect(change(upsert(weighted('blue', 1)))).rejects.toMatchObject({
    code: 'InvalidChangeBatch',
    message:
      '[RRSet with DNS name app.example.com., type A, SetIdentifier blue cannot be created as a non-weighted set exists with the same name and type.]',
  });
});

test.each([
  ['a weight of 256', weighted('blue', 256), /'256' at 'changeBatch.changes.1.member.resourceRecordSet.weight'/],
  ['a weight below 0', weighted('blue', -1), /greater than or equal to 0/],
  [
    'a weight without identifier',
    { ...simple, Weight: 1 },
    /Missing field 'SetIdentifier' in Change with \[Action=UPSERT/,
  ],
  [
    'an identifier without weight',
    { ...simple, SetIdentifier: 'blue' },
    /Expected exactly one of \[Weight, Region.*found none/,
  ],
  [
    'neither values nor alias',
    { Name: 'app.example.com', Type: 'A' as const },
    /Expected exactly one of \[AliasTarget.*found none/,
  ],
  [
    'an alias with a TTL',
    { ...simple, AliasTarget: { HostedZoneId: 'Z2', DNSName: 'lb', EvaluateTargetHealth: false } },
    /found more than one/,
  ],
])('refuses %s', async (_what, set, message) => {
  const { change } = await localRoute53();

  await expect(change(upsert(set))).rejects.toMatchObject({
    code: 'InvalidInput',
    message: expect.stringMatching(message),
  });
});

test('refuses a batch with more than 1,000 values, an UPSERT counted twice', async () => {
  const { change } = await localRoute53();
  const values = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ Value: `10.0.${at >> 8}.${at & 255}` }));

  await expect(change(upsert({ ...simple, ResourceRecords: values(501) }))).rejects.toMatchObject({
    code: 'InvalidChangeBatch',
  });
  await expect(change(create({ ...simple, ResourceRecords: values(501) }))).resolves.toBeDefined();
});

test('refuses a health check that does not exist', async () => {
  const { change } = await localRoute53();

  await expect(change(create(weighted('blue', 1, { HealthCheckId: 'none' })))).rejects.toMatchObject({
    code: 'NoSuchHealthCheck',
  });
});
