import type { Colour } from '../../report';
import { type Fields, ofBothColours } from './fields';
import { MACHINE_FIELDS, MACHINE_TEXTS, type MachineDescriptor } from './machine';

/** What a release between two weighted DNS records needs to know. */
export interface DnsDescriptor extends MachineDescriptor {
  readonly kind: 'dns';
  /** Id of the hosted zone. */
  readonly hostedZone: string;
  readonly recordName: string;
  readonly recordType: string;
  /** What resolvers keep an answer for; 60 for alias records. */
  readonly ttlSeconds: number;
  readonly colours: Readonly<Record<Colour, DnsColour>>;
}

/** One of the two records. */
export interface DnsColour {
  readonly setIdentifier: string;
  /** The name to which the record leads. */
  readonly target: string;
  /** Where hooks ask this colour. */
  readonly url: string;
}

/** @throws naming the fields that are missing */
export function readDns(fields: Fields, path: string): DnsDescriptor {
  const ofColours = ofBothColours(['setIdentifier', 'target']);
  fields.requireTexts([...MACHINE_TEXTS, 'hostedZone', 'recordName', 'recordType', ...ofColours]);
  fields.requirePresent([...MACHINE_FIELDS, 'ttlSeconds']);
  return { ...(fields.values as unknown as DnsDescriptor), path };
}
