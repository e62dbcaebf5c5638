import type * as sdk from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';
import type { Cloud } from '../../cloud';
import { applyBatch } from './change-batch';
import { CHANGE_PROCESSING_MS } from './durations';
import { byLabels, normalised } from './names';
import { inOrder } from './records';
import type { Zones } from './zones';

/** Record sets: change (all or nothing), list. */
export function recordOperations(cloud: Cloud, zones: Zones, hasHealthCheck: (id: string) => boolean) {
  return {
    ChangeResourceRecordSets: ({ HostedZoneId, ChangeBatch }: sdk.ChangeResourceRecordSetsRequest) => {
      const zone = zones.find(HostedZoneId);
      const now = cloud.clock.now();
      if (now < zone.busyUntil && cloud.switches.is('route53.concurrentChanges', 'refused')) {
        throw new AwsError(
          'PriorRequestNotComplete',
          'The request was rejected because Route 53 was still processing a prior request.',
        );
      }
      const changes = ChangeBatch?.Changes ?? [];
      if (changes.length === 0) throw new AwsError('InvalidInput', 'Invalid XML: a ChangeBatch needs a Change');
      const around = { zoneName: zone.name, zoneId: zone.id, hasHealthCheck };
      zone.write(applyBatch(zone.records, changes, around), now);
      zone.busyUntil = now + CHANGE_PROCESSING_MS;
      return { ChangeInfo: zones.changed(zone.id, ChangeBatch?.Comment) };
    },

    ListResourceRecordSets: (input: sdk.ListResourceRecordSetsRequest) => {
      const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: identifier } = input;
      if (type !== undefined && name === undefined) {
        throw new AwsError('InvalidInput', 'The input is not valid: StartRecordType needs a StartRecordName');
      }
      const size = Math.min(Number(input.MaxItems ?? 300), 300);
      const sorted = inOrder(zones.find(input.HostedZoneId).records.values());
      const start = sorted.findIndex(
        (set) => name === undefined || isAtOrAfter(set, normalised(name), type, identifier),
      );
      const from = start < 0 ? [] : sorted.slice(start);
      const next = from.at(size);
      return {
        ResourceRecordSets: from.slice(0, size),
        IsTruncated: next !== undefined,
        NextRecordName: next?.Name,
        NextRecordType: next?.Type,
        NextRecordIdentifier: next?.SetIdentifier,
        MaxItems: size,
      };
    },
  };
}

function isAtOrAfter(set: sdk.ResourceRecordSet, name: string, type = '', identifier = ''): boolean {
  const byName = byLabels(set.Name ?? '', name);
  if (byName !== 0) return byName > 0;
  if (set.Type !== type) return (set.Type ?? '') > type;
  return (set.SetIdentifier ?? '') >= identifier;
}
