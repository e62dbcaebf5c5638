import type { ChangeInfo } from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { INSYNC_MS } from './durations';
import { bareId } from './names';
import type { Zone, ZoneChange } from './zone';

/** The hosted zones of the account, and every change of one. */
export class Zones {
  /** By id, without `/hostedzone/`. */
  public readonly all = new Map<string, Zone>();
  /** By id, without `/change/`. */
  public readonly changes = new Map<string, ZoneChange>();
  private ids = 0;

  constructor(private readonly cloud: Cloud) {}

  /** @throws AwsError `NoSuchHostedZone` */
  public find(id: string | undefined): Zone {
    const found = this.all.get(bareId(id));
    if (!found) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${bareId(id)}`, 404);
    return found;
  }

  /** An id as Route 53 makes them: a letter and 20 letters and digits; the same in every run. */
  public nextId(letter: string): string {
    this.ids += 1;
    const part = (factor: number) => (Math.imul(this.ids, factor) >>> 0).toString(36).toUpperCase();
    return `${letter}0${`${part(0x9e3779b1)}${part(0x85ebca6b)}${part(0xc2b2ae35)}`.padEnd(19, '0').slice(0, 19)}`;
  }

  /** Remembers a change that was made just now. */
  public changed(zoneId: string, comment?: string): ChangeInfo {
    const change = { id: this.nextId('C'), zoneId, at: this.cloud.clock.now(), comment };
    this.changes.set(change.id, change);
    return this.describeChange(change);
  }

  /** @throws AwsError `NoSuchChange` */
  public findChange(id: string | undefined): ZoneChange {
    const found = this.changes.get(bareId(id));
    if (!found) throw new AwsError('NoSuchChange', `Could not find resource with ID: ${bareId(id)}`, 404);
    return found;
  }

  public describeChange({ id, at, comment }: ZoneChange): ChangeInfo {
    return {
      Id: `/change/${id}`,
      Status: this.cloud.clock.now() >= at + INSYNC_MS ? 'INSYNC' : 'PENDING',
      SubmittedAt: new Date(at),
      Comment: comment,
    };
  }
}
