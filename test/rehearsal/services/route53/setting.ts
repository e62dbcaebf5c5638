import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { rootOf } from '../../../../rehearsal/principal';
import { ELBV2_SWITCHES } from '../../../../rehearsal/services/elbv2/elbv2';
import type { EndpointChecker } from '../../../../rehearsal/services/route53/health-check';
import { ROUTE53_SWITCHES, Route53 } from '../../../../rehearsal/services/route53/route53';
import { localElbv2 } from '../elbv2/setting';

/** Route 53 in virtual time, with load balancers, and a zone `example.com`. */
export async function localRoute53(chosen: Record<string, string> = {}, checker?: EndpointChecker) {
  const world = localElbv2(chosen, [...ELBV2_SWITCHES, ...ROUTE53_SWITCHES]);
  const { cloud, clock, elbv2 } = world;
  const alarms = new Map<string, string>();
  const route53 = cloud.add(new Route53(cloud, { elbv2, alarmState: (name) => alarms.get(name), checker }));
  const dns = cloud.client(route53, rootOf(cloud.account));
  const created = await dns.CreateHostedZone({ Name: 'example.com', CallerReference: 'one' });
  const zoneId = created.HostedZone.Id ?? '';
  await clock.advance(61_000);
  /** Makes one batch of changes, as the only one of its second. */
  const change = async (...Changes: Change[]) => {
    await clock.advance(1_000);
    return dns.ChangeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes } });
  };
  return { ...world, route53, dns, zoneId, change, alarms };
}

/** A weighted record for an address. */
export function weighted(
  SetIdentifier: string,
  Weight: number,
  more: Partial<ResourceRecordSet> = {},
): ResourceRecordSet {
  return {
    Name: 'app.example.com',
    Type: 'A',
    SetIdentifier,
    Weight,
    TTL: 60,
    ResourceRecords: [{ Value: SetIdentifier === 'blue' ? '192.0.2.1' : '192.0.2.2' }],
    ...more,
  };
}

export function create(ResourceRecordSet: ResourceRecordSet): Change {
  return { Action: 'CREATE', ResourceRecordSet };
}

export function upsert(ResourceRecordSet: ResourceRecordSet): Change {
  return { Action: 'UPSERT', ResourceRecordSet };
}

export function remove(ResourceRecordSet: ResourceRecordSet): Change {
  return { Action: 'DELETE', ResourceRecordSet };
}
