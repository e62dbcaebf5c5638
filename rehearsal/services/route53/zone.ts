import type { HostedZone, ResourceRecordSet, VPC } from '@aws-sdk/client-route-53';
import { INSYNC_MS } from './durations';
import { keyOf, type Records } from './records';

/** A change of a zone, from PENDING to INSYNC. */
export interface ZoneChange {
  /** Without `/change/`. */
  readonly id: string;
  readonly zoneId: string;
  /** Rehearsal time in milliseconds. */
  readonly at: number;
  readonly comment?: string;
}

/** What a zone holds since a moment. */
interface Version {
  readonly since: number;
  readonly records: Records;
}

/** A hosted zone: its records as they were written, and as the name servers have them meanwhile. */
export class Zone {
  /** Rehearsal time until which it is busy with a change. */
  public busyUntil = 0;
  private versions: Version[];

  constructor(
    public readonly id: string,
    /** Normalised. */
    public readonly name: string,
    public readonly callerReference: string,
    public readonly config: HostedZone['Config'],
    public readonly nameServers: readonly string[],
    public readonly vpcs: readonly VPC[],
  ) {
    this.versions = [{ since: Number.NEGATIVE_INFINITY, records: new Map(firstRecords(name, nameServers)) }];
  }

  /** The records as they were last written: what the API lists. */
  public get records(): Records {
    return this.versions[this.versions.length - 1].records;
  }

  /** Writes the records; forgets what no name server has any more. */
  public write(records: Records, now: number): void {
    const current = this.versions.filter((_, index) => {
      const next = this.versions[index + 1];
      return !next || next.since + INSYNC_MS > now;
    });
    this.versions = [...current, { since: now, records }];
  }

  /**
   * The records that a name server has.
   *
   * @param lagMs how long after a change that server takes it over
   */
  public recordsAt(now: number, lagMs: number): Records {
    return this.versions.findLast((one) => one.since + lagMs <= now)?.records ?? this.versions[0].records;
  }
}

/** Every zone has its name servers and its start of authority from the beginning. */
function firstRecords(name: string, nameServers: readonly string[]): [string, ResourceRecordSet][] {
  const sets: ResourceRecordSet[] = [
    { Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: nameServers.map((one) => ({ Value: `${one}.` })) },
    {
      Name: name,
      Type: 'SOA',
      TTL: 900,
      ResourceRecords: [{ Value: `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` }],
    },
  ];
  return sets.map((set) => [keyOf(set), set]);
}
