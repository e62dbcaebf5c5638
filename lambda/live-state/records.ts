import {
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsRequest,
  type ResourceRecordSet,
  type Route53Client,
  type RRType,
} from '@aws-sdk/client-route-53';
import { isNamed } from '../shared/stack-under-update';
import type { Leads } from './decide';
import type { RecordsProperties } from './environment';

/**
 * Where the records lead: as they were named before, else as they are named now. Where they are about to be made, whatever is in the way is
 * found out first: Route 53 would refuse them in the middle of the update, in words that name neither the construct nor the way out.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 */
export async function readRecords(
  client: Route53Client,
  now: RecordsProperties,
  before: RecordsProperties | undefined,
): Promise<Leads> {
  const known = before?.HostedZone ? await weightedBefore(client, now, before) : ABSENT;
  const isKnown = known.kind !== 'absent';
  const found = isKnown ? known : await weighted(client, now);
  const areThere = isKnown ? nameOf(now) === nameOf(before) : found.kind !== 'absent';
  const what = areThere ? undefined : await obstacle(client, now);
  return what === undefined ? found : { kind: 'taken', what };
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

/** A record that weighted ones of this name and type cannot be beside. */
async function obstacle(client: Route53Client, records: RecordsProperties): Promise<string | undefined> {
  const { HostedZone, Name, Type } = records;
  const all = await listFrom(client, { HostedZoneId: HostedZone, StartRecordName: Name });
  const found = all.find((one) => {
    if (plain(one.Name) !== plain(Name)) return false;
    if (one.Type === Type) return one.Weight === undefined;
    return one.Type === 'CNAME' || Type === 'CNAME';
  });
  if (!found) return undefined;
  const kind = found.SetIdentifier === undefined ? 'a simple' : `the '${found.SetIdentifier}'`;
  return `hosted zone ${HostedZone} has ${kind} ${found.Type} record of '${Name}', and Route 53 takes no weighted ${Type} records beside it`;
}

/** The list starts at the name and goes on in order. */
async function list(client: Route53Client, { HostedZone, Name, Type }: RecordsProperties) {
  const start = { HostedZoneId: HostedZone, StartRecordName: Name, StartRecordType: Type as RRType };
  const found = await listFrom(client, start);
  return found.filter((one) => plain(one.Name) === plain(Name) && one.Type === Type);
}

async function listFrom(client: Route53Client, start: ListResourceRecordSetsRequest): Promise<ResourceRecordSet[]> {
  try {
    const { ResourceRecordSets = [] } = await client.send(
      new ListResourceRecordSetsCommand({ ...start, MaxItems: 100 }),
    );
    return ResourceRecordSets;
  } catch (error) {
    if (isNamed(error, 'NoSuchHostedZone')) return [];
    throw error;
  }
}

function nameOf(records: RecordsProperties | undefined): string {
  return records ? `${records.HostedZone} ${plain(records.Name)} ${records.Type}` : '';
}

function plain(name = ''): string {
  return name.replace(/\.$/, '').toLowerCase();
}
