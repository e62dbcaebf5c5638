import {
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { isNamed } from '../shared/stack-under-update';
import type { Leads } from './decide';
import type { RecordsProperties } from './environment';

/** Where the records lead: as they were named before, else as they are named now. */
export async function readRecords(
  client: Route53Client,
  now: RecordsProperties,
  before: RecordsProperties | undefined,
): Promise<Leads> {
  const known = before?.HostedZone ? await weightedBefore(client, now, before) : ABSENT;
  return known.kind === 'absent' ? weighted(client, now) : known;
}

/**
 * The role may read the zone of the template that CloudFormation goes to, and not that of the template before. On the way back from
 * another zone the records are in the first; on the way to another they cannot be read.
 */
async function weightedBefore(
  client: Route53Client,
  now: RecordsProperties,
  before: RecordsProperties,
): Promise<Leads> {
  try {
    return await weighted(client, before);
  } catch (error) {
    if (before.HostedZone === now.HostedZone || !isNamed(error, 'AccessDenied', 'AccessDeniedException')) throw error;
    const found = await weighted(client, now);
    if (found.kind !== 'absent') return found;
    throw new Error(
      `the records are in hosted zone ${before.HostedZone}, which this update no longer lets us read; give the construct a new id to begin with blue in zone ${now.HostedZone}`,
    );
  }
}

const ABSENT: Leads = { kind: 'absent' };

async function weighted(client: Route53Client, records: RecordsProperties): Promise<Leads> {
  const found = await list(client, records);
  const weightOf = (id: string) => found.find(({ SetIdentifier }) => SetIdentifier === id)?.Weight;
  const [blue, green] = [weightOf(records.Blue), weightOf(records.Green)];
  if (blue === undefined && green === undefined) return ABSENT;
  return { kind: 'to-pair', blue: blue ?? 0, green: green ?? 0 };
}

/** The list starts at the name and goes on in order. */
async function list(client: Route53Client, { HostedZone, Name, Type }: RecordsProperties) {
  try {
    const { ResourceRecordSets = [] } = await client.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId: HostedZone,
        StartRecordName: Name,
        StartRecordType: Type as RRType,
        MaxItems: 100,
      }),
    );
    return ResourceRecordSets.filter((one) => isSame(one, Name, Type));
  } catch (error) {
    if (isNamed(error, 'NoSuchHostedZone')) return [];
    throw error;
  }
}

function isSame(record: ResourceRecordSet, name: string, type: string): boolean {
  const plain = (text = '') => text.replace(/\.$/, '').toLowerCase();
  return plain(record.Name) === plain(name) && record.Type === type;
}
