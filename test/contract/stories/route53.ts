import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ChangeTagsForResourceCommand,
  CreateHealthCheckCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetChangeCommand,
  GetHealthCheckCommand,
  GetHostedZoneCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourceCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { type At, failure } from '../both';
import type { Except } from '../differences';

/** Ours has Route 53's limits: five requests a second, and one change at a time. */
async function patiently<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!['Throttling', 'PriorRequestNotComplete'].includes((error as Error).name)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

const weighted = (SetIdentifier: string, Weight: number, Name = 'app.example.com') => ({
  Name,
  Type: 'A' as const,
  SetIdentifier,
  Weight,
  TTL: 60,
  ResourceRecords: [{ Value: '192.0.2.1' }],
});

export async function story(at: At) {
  const route53 = at(Route53Client);
  const make = (CallerReference: string) =>
    patiently(() => route53.send(new CreateHostedZoneCommand({ Name: 'example.com', CallerReference })));
  const created = await make('one');
  const Id = created.HostedZone?.Id;
  const change = (...Changes: Change[]) =>
    patiently(() =>
      route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: Id, ChangeBatch: { Changes, Comment: 'c' } })),
    );
  const changed = await change(
    { Action: 'CREATE', ResourceRecordSet: weighted('blue', 255) },
    { Action: 'UPSERT', ResourceRecordSet: weighted('green', 0) },
  );
  const refused = (Action: 'CREATE' | 'DELETE', set: ReturnType<typeof weighted>) =>
    failure(change({ Action, ResourceRecordSet: set }));
  const check = await patiently(() =>
    route53.send(
      new CreateHealthCheckCommand({
        CallerReference: 'one',
        HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'a.example.com', Port: 443, ResourcePath: '/' },
      }),
    ),
  );
  const checkConfig = check.HealthCheck?.HealthCheckConfig;
  const tagged = { ResourceType: 'hostedzone', ResourceId: Id?.split('/').at(-1) } as const;
  await patiently(() =>
    route53.send(new ChangeTagsForResourceCommand({ ...tagged, AddTags: [{ Key: 'a', Value: 'b' }] })),
  );
  const zone = await patiently(() => route53.send(new GetHostedZoneCommand({ Id })));
  const records = await patiently(() =>
    route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: Id, StartRecordName: 'app.example.com', StartRecordType: 'A' }),
    ),
  );
  const byName = await patiently(() => route53.send(new ListHostedZonesByNameCommand({ DNSName: 'example.com.' })));
  return {
    zone: {
      name: zone.HostedZone?.Name,
      config: zone.HostedZone?.Config,
      count: zone.HostedZone?.ResourceRecordSetCount,
    },
    servers: zone.DelegationSet?.NameServers?.length,
    idHasPath: [Id?.startsWith('/hostedzone/'), changed.ChangeInfo?.Id?.startsWith('/change/')],
    changeKeys: Object.keys(changed.ChangeInfo ?? {}).sort(),
    status: (await patiently(() => route53.send(new GetChangeCommand({ Id: changed.ChangeInfo?.Id })))).ChangeInfo
      ?.Status,
    records: records.ResourceRecordSets,
    byName: byName.HostedZones?.map((one) => one.Name),
    existing: await refused('CREATE', weighted('blue', 1)),
    outside: await refused('CREATE', weighted('blue', 1, 'app.example.org')),
    notThere: await refused('DELETE', weighted('red', 1)),
    notEmpty: await failure(patiently(() => route53.send(new DeleteHostedZoneCommand({ Id })))),
    none: await failure(patiently(() => route53.send(new GetHostedZoneCommand({ Id: 'Z1D633PJN98FT9' })))),
    tags: (await patiently(() => route53.send(new ListTagsForResourceCommand(tagged)))).ResourceTagSet?.Tags,
    check: { type: checkConfig?.Type, host: checkConfig?.FullyQualifiedDomainName, port: checkConfig?.Port },
    noCheck: await failure(
      patiently(() =>
        route53.send(new GetHealthCheckCommand({ HealthCheckId: '11111111-2222-3333-4444-555555555555' })),
      ),
    ),
  };
}

export const except: Except = {
  changeKeys: 'moto does not give the comment back',
  status: 'a change of moto is INSYNC at once',
  existing: 'moto creates a weighted record twice',
  notThere: 'moto deletes a record that is not there',
};
