import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NameWorld, synthesiseName } from '../../fixtures/name-world';

type RecordSet = Readonly<Record<string, unknown>>;

const SIMPLE = { Name: 'shop.example', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.9' }] };
const BESIDE = 'Route 53 takes no weighted A records beside it';

let world: NameWorld;
beforeEach(() => {
  world = new NameWorld();
});
afterEach(() => world.stop());

/** Deploys the name in a zone that somebody else has made, with this record; returns what is in the zone then, and why it failed. */
async function deployBeside(record: RecordSet) {
  const { HostedZone } = await world.call('route53', 'CreateHostedZone', {
    Name: 'shop.example',
    CallerReference: 'somebody',
  });
  const HostedZoneId = HostedZone.Id.replace('/hostedzone/', '');
  await world.call('route53', 'ChangeResourceRecordSets', {
    HostedZoneId,
    ChangeBatch: { Changes: [{ Action: 'CREATE', ResourceRecordSet: record }] },
  });
  const assembly = mkdtempSync(path.join(tmpdir(), 'taken-'));
  synthesiseName(assembly, HostedZoneId);
  const failure = await world.deploy(assembly).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const { ResourceRecordSets } = await world.call('route53', 'ListResourceRecordSets', { HostedZoneId });
  const found = ResourceRecordSets.filter(({ Type }: { Type: string }) => Type !== 'NS' && Type !== 'SOA');
  return { HostedZoneId, failure, found };
}

test.each<[string, RecordSet, string]>([
  ['a simple record of that name', SIMPLE, "a simple A record of 'shop.example.'"],
  [
    'a record by latency',
    { ...SIMPLE, SetIdentifier: 'eu', Region: 'eu-central-1' },
    "the 'eu' A record of 'shop.example.'",
  ],
])('%s that somebody else has made is told by name, and stays', async (_name, record, what) => {
  const { HostedZoneId, failure, found } = await deployBeside(record);

  expect(failure).toContain(`Shop/Name cannot have its two records: hosted zone ${HostedZoneId} has ${what}`);
  expect(failure).toContain(BESIDE);
  expect(failure).toContain('docs/adoption.md');
  expect(found).toMatchObject([{ ...record, Name: 'shop.example.' }]);
});

test.each<[string, RecordSet]>([
  ['of another name', { ...SIMPLE, Name: 'a.shop.example' }],
  ['of another type', { ...SIMPLE, Type: 'TXT', ResourceRecords: [{ Value: '"hello"' }] }],
  ['with a weight, as docs/adoption.md has it', { ...SIMPLE, TTL: 30, SetIdentifier: 'before', Weight: 100 }],
])('a record %s does not disturb', async (_name, record) => {
  const { failure, found } = await deployBeside(record);

  expect(failure).toBeUndefined();
  expect(found).toHaveLength(3);
});
