import type * as sdk from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';
import { page } from '../page';
import { byLabels, normalised } from './names';
import type { Tags } from './tags';
import { Zone } from './zone';
import type { Zones } from './zones';

/** Hosted zones: create, read, list, delete. */
export function zoneOperations(zones: Zones, tags: Tags) {
  return {
    CreateHostedZone: (input: sdk.CreateHostedZoneRequest) => {
      const zone = create(zones, input);
      return {
        HostedZone: describe(zone),
        ChangeInfo: zones.changed(zone.id),
        DelegationSet: { NameServers: [...zone.nameServers] },
        VPC: zone.vpcs[0],
        Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
      };
    },
    GetHostedZone: ({ Id }: sdk.GetHostedZoneRequest) => {
      const zone = zones.find(Id);
      const isPrivate = zone.config?.PrivateZone;
      return {
        HostedZone: describe(zone),
        DelegationSet: isPrivate ? undefined : { NameServers: [...zone.nameServers] },
        VPCs: isPrivate ? [...zone.vpcs] : undefined,
      };
    },
    ListHostedZones: ({ Marker, MaxItems }: sdk.ListHostedZonesRequest) => {
      const size = Number(MaxItems ?? 100);
      const { items, nextToken } = page([...zones.all.values()], size, Marker);
      return {
        HostedZones: items.map(describe),
        Marker: Marker ?? '',
        IsTruncated: nextToken !== undefined,
        NextMarker: nextToken,
        MaxItems: size,
      };
    },
    ListHostedZonesByName: (input: sdk.ListHostedZonesByNameRequest) => listByName(zones, input),
    GetHostedZoneCount: () => ({ HostedZoneCount: zones.all.size }),
    DeleteHostedZone: ({ Id }: sdk.DeleteHostedZoneRequest) => {
      const zone = zones.find(Id);
      if (zone.records.size > 2) {
        throw new AwsError(
          'HostedZoneNotEmpty',
          'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
        );
      }
      zones.all.delete(zone.id);
      tags.forget('hostedzone', zone.id);
      return { ChangeInfo: zones.changed(zone.id) };
    },
    GetChange: ({ Id }: sdk.GetChangeRequest) => ({ ChangeInfo: zones.describeChange(zones.findChange(Id)) }),
  };
}

function create(zones: Zones, input: sdk.CreateHostedZoneRequest): Zone {
  const { Name = '', CallerReference = '', HostedZoneConfig, VPC } = input;
  if (!/^[^.\s]+(\.[^.\s]+)*\.?$/.test(Name)) throw new AwsError('InvalidDomainName', `Invalid Domain Name: ${Name}`);
  if ([...zones.all.values()].some((one) => one.callerReference === CallerReference)) {
    throw new AwsError(
      'HostedZoneAlreadyExists',
      'A hosted zone has already been created with the specified caller reference.',
      409,
    );
  }
  const id = zones.nextId('Z');
  const number = zones.all.size + 1;
  const nameServers = ['com', 'net', 'org', 'co.uk'].map(
    (end, place) => `ns-${number * 4 + place}.awsdns-${number}.${end}`,
  );
  const config = { ...HostedZoneConfig, PrivateZone: HostedZoneConfig?.PrivateZone ?? VPC !== undefined };
  const zone = new Zone(id, normalised(Name), CallerReference, config, nameServers, VPC ? [VPC] : []);
  zones.all.set(id, zone);
  return zone;
}

function listByName(zones: Zones, { DNSName, HostedZoneId, MaxItems }: sdk.ListHostedZonesByNameRequest) {
  const size = Number(MaxItems ?? 100);
  const sorted = [...zones.all.values()].sort((a, b) => byLabels(a.name, b.name));
  const from = DNSName === undefined ? sorted : sorted.filter((zone) => byLabels(zone.name, normalised(DNSName)) >= 0);
  const items = from.slice(0, size);
  const next = from.at(size);
  return {
    HostedZones: items.map(describe),
    DNSName,
    HostedZoneId,
    IsTruncated: next !== undefined,
    NextDNSName: next?.name,
    NextHostedZoneId: next?.id,
    MaxItems: size,
  };
}

function describe(zone: Zone): sdk.HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: zone.config,
    ResourceRecordSetCount: zone.records.size,
  };
}
