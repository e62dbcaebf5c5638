import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { byLabels, normalised } from './names';

/** The record sets of a zone, by `keyOf`; never changed, but replaced as a whole by a change. */
export type Records = ReadonlyMap<string, ResourceRecordSet>;

/** What identifies a record set in its zone. */
export function keyOf({ Name = '', Type = 'A', SetIdentifier }: Partial<ResourceRecordSet>): string {
  return `${normalised(Name)} ${Type} ${SetIdentifier ?? ''}`;
}

/** All record sets of a name and type: one simple one, or several with set identifiers. */
export function setsOf(records: Records, name: string, type: string): ResourceRecordSet[] {
  const wanted = normalised(name);
  return [...records.values()].filter((one) => one.Name === wanted && one.Type === type);
}

/** A record set as it is kept and listed: names normalised. */
export function kept(set: ResourceRecordSet): ResourceRecordSet {
  const { AliasTarget: alias } = set;
  const known = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  return {
    ...(known as unknown as ResourceRecordSet),
    Name: normalised(set.Name ?? ''),
    ...(alias && { AliasTarget: { ...alias, DNSName: normalised(alias.DNSName ?? '') } }),
  };
}

/** Do two record sets say the same? The order of the values does not matter. */
export function isSame(a: ResourceRecordSet, b: ResourceRecordSet): boolean {
  return canonical(a) === canonical(b);
}

function canonical(set: ResourceRecordSet): string {
  const { ResourceRecords, ...rest } = kept(set);
  const values = ResourceRecords?.map((one) => one.Value ?? '').sort();
  const entries = Object.entries({ ...rest, values }).filter(([, value]) => value !== undefined);
  return JSON.stringify(
    entries.sort(([x], [y]) => (x < y ? -1 : 1)),
    (_key, value) =>
      isPlain(value) ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1))) : value,
  );
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** In the order of ListResourceRecordSets: name by labels from the right, type, set identifier. */
export function inOrder(records: Iterable<ResourceRecordSet>): ResourceRecordSet[] {
  const rest = (one: ResourceRecordSet) => `${one.Type} ${one.SetIdentifier ?? ''}`;
  return [...records].sort((a, b) => byLabels(a.Name ?? '', b.Name ?? '') || (rest(a) < rest(b) ? -1 : 1));
}
