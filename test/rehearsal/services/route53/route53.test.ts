import { create, localRoute53, upsert, weighted } from './setting';

test('a change is PENDING for a minute, then INSYNC', async () => {
  const { change, clock, dns } = await localRoute53();
  const { ChangeInfo } = await change(create(weighted('blue', 1)));
  const status = async () => (await dns.GetChange({ Id: ChangeInfo?.Id })).ChangeInfo?.Status;

  expect(await status()).toBe('PENDING');
  await clock.advance(59_000);
  expect(await status()).toBe('PENDING');
  await clock.advance(1_000);
  expect(await status()).toBe('INSYNC');
});

test('refuses a change while it processes another one of the same zone', async () => {
  const { change, dns, zoneId } = await localRoute53();
  await change(create(weighted('blue', 1)));

  const second = dns.ChangeResourceRecordSets({
    HostedZoneId: zoneId,
    ChangeBatch: { Changes: [create(weighted('green', 1))] },
  });

  await expect(second).rejects.toMatchObject({
    code: 'PriorRequestNotComplete',
    message: 'The request was rejected because Route 53 was still processing a prior request.',
    status: 400,
  });
});

test('refuses the sixth request of a second, and takes the next one when the second is over', async () => {
  const { clock, dns } = await localRoute53();
  const list = () => dns.ListHostedZones({});
  for (let request = 0; request < 5; request++) await list();

  await expect(list()).rejects.toMatchObject({ code: 'Throttling', message: 'Rate exceeded', status: 400 });

  await clock.advance(1_000);
  await expect(list()).resolves.toBeDefined();
});

test('refuses as many requests as it is told', async () => {
  const { dns, route53 } = await localRoute53();
  route53.throttle(1);

  await expect(dns.ListHostedZones({})).rejects.toMatchObject({ code: 'Throttling' });
  await expect(dns.ListHostedZones({})).resolves.toBeDefined();
});

test('lists records by labels from the right, then type and identifier, page by page', async () => {
  const { change, dns, zoneId } = await localRoute53();
  const plain = { Type: 'A' as const, TTL: 60, ResourceRecords: [{ Value: '192.0.2.1' }] };
  await change(
    create({ ...plain, Name: 'b.example.com' }),
    create({ ...plain, Name: '*.a.example.com' }),
    create({ ...plain, Name: 'a.example.com' }),
    create(weighted('green', 1)),
    create(weighted('blue', 1)),
  );

  const first = await dns.ListResourceRecordSets({ HostedZoneId: zoneId, MaxItems: 5 });
  const rest = await dns.ListResourceRecordSets({
    HostedZoneId: zoneId,
    StartRecordName: first.NextRecordName,
    StartRecordType: first.NextRecordType,
    StartRecordIdentifier: first.NextRecordIdentifier,
  });

  const names = (page: typeof first) =>
    page.ResourceRecordSets.map((one) => `${one.Name} ${one.Type}${one.SetIdentifier ?? ''}`);
  expect(names(first)).toEqual([
    'example.com. NS',
    'example.com. SOA',
    'a.example.com. A',
    '\\052.a.example.com. A',
    'app.example.com. Ablue',
  ]);
  expect(names(rest)).toEqual(['app.example.com. Agreen', 'b.example.com. A']);
});

test('keeps a zone that holds records', async () => {
  const { change, clock, dns, zoneId } = await localRoute53();
  await change(create(weighted('blue', 1)));

  await expect(dns.DeleteHostedZone({ Id: zoneId })).rejects.toMatchObject({ code: 'HostedZoneNotEmpty' });

  await clock.advance(1_000);
  await expect(dns.GetHostedZone({ Id: 'Znone' })).rejects.toMatchObject({ code: 'NoSuchHostedZone', status: 404 });
});

test('tags zones and health checks', async () => {
  const { dns, zoneId } = await localRoute53();

  await dns.ChangeTagsForResource({
    ResourceType: 'hostedzone',
    ResourceId: zoneId,
    AddTags: [{ Key: 'team', Value: 'a' }],
  });

  const { ResourceTagSet } = await dns.ListTagsForResource({ ResourceType: 'hostedzone', ResourceId: zoneId });
  expect(ResourceTagSet.Tags).toEqual([{ Key: 'team', Value: 'a' }]);
});

test('answers by the name servers, which take a change over one after the other', async () => {
  const { change, clock, route53 } = await localRoute53();
  await change(create(weighted('blue', 1)), create(weighted('green', 0)));
  await clock.advance(60_000);
  await change(upsert(weighted('blue', 0)), upsert(weighted('green', 1)));
  await clock.advance(30_000);

  const asked = (server: number) => route53.resolve('app.example.com', 'A', () => server).setIdentifier;

  expect([asked(0.2), asked(0.8)]).toEqual(['green', 'blue']);
  await clock.advance(30_000);
  expect(asked(0.8)).toBe('green');
});

test('answers REFUSED for a name of no zone, NXDOMAIN for one that is not there', async () => {
  const { route53 } = await localRoute53();

  expect(route53.resolve('app.example.org', 'A', () => 0).code).toBe('REFUSED');
  expect(route53.resolve('none.example.com', 'A', () => 0).code).toBe('NXDOMAIN');
});
