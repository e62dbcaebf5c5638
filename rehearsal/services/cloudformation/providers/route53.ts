import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-route-53';
import { AwsError } from '../../../aws-error';
import { type ProviderContext, type Providers, provider } from '../provider';
import { number } from './names';

/** A record set as a template writes it. */
interface RecordProperties {
  readonly Name: string;
  readonly Type: sdk.RRType;
  readonly HostedZoneId?: string;
  readonly HostedZoneName?: string;
  readonly TTL?: string | number;
  readonly ResourceRecords?: string[];
  readonly Weight?: string | number;
  readonly AliasTarget?: { DNSName: string; HostedZoneId: string; EvaluateTargetHealth?: boolean | string };
  readonly SetIdentifier?: string;
  readonly HealthCheckId?: string;
  readonly Failover?: sdk.ResourceRecordSetFailover;
  readonly Region?: sdk.ResourceRecordSetRegion;
  readonly MultiValueAnswer?: boolean | string;
}
type InZone = Pick<RecordProperties, 'HostedZoneId' | 'HostedZoneName'>;
interface GroupProperties extends InZone {
  readonly RecordSets?: RecordProperties[];
}
interface ZoneProperties {
  readonly Name: string;
  readonly HostedZoneConfig?: { readonly Comment?: string };
  readonly VPCs?: { VPCId: string; VPCRegion: sdk.VPCRegion }[];
  readonly HostedZoneTags?: sdk.Tag[];
}
interface HealthCheckProperties {
  readonly HealthCheckConfig: sdk.HealthCheckConfig;
  readonly HealthCheckTags?: sdk.Tag[];
}

/** AWS::Route53. CloudFormation waits for INSYNC, and is patient where Route 53 is busy or throttles. */
export const route53Providers: Providers = {
  'AWS::Route53::HostedZone': provider<ZoneProperties>({
    replaceOn: ['Name'],
    create: async ({ Name, HostedZoneConfig, VPCs, HostedZoneTags }, context) => {
      const VPC = VPCs?.[0];
      const input = { Name, CallerReference: randomUUID(), HostedZoneConfig, VPC };
      const made = await patiently<sdk.CreateHostedZoneResponse>(context, 'CreateHostedZone', input);
      const id = bareId(made.HostedZone?.Id);
      await tag('hostedzone', id, HostedZoneTags, context);
      return { physicalId: id, attributes: { Id: id, NameServers: made.DelegationSet?.NameServers ?? [] } };
    },
    update: async ({ HostedZoneTags }, _old, { physicalId }, context) => {
      await tag('hostedzone', physicalId, HostedZoneTags, context);
      return undefined;
    },
    delete: async ({ physicalId: Id }, _properties, context) => {
      await patiently(context, 'DeleteHostedZone', { Id });
    },
  }),

  'AWS::Route53::RecordSet': provider<RecordProperties>({
    replaceOn: ['Name', 'HostedZoneId', 'HostedZoneName'],
    create: async (properties, context) => {
      await change(properties, [{ Action: 'CREATE', ResourceRecordSet: recordOf(properties) }], context);
      return { physicalId: properties.Name.replace(/\.$/, ''), attributes: {} };
    },
    update: async (properties, old, _existing, context) => {
      const [before, after] = [recordOf(old), recordOf(properties)];
      await change(properties, changesBetween([before], [after]), context);
      return undefined;
    },
    delete: async (_existing, properties, context) => {
      await remove(properties, [recordOf(properties)], context);
    },
  }),

  'AWS::Route53::RecordSetGroup': provider<GroupProperties>({
    replaceOn: ['HostedZoneId', 'HostedZoneName'],
    create: async (properties, context) => {
      await change(properties, changesBetween([], recordsOf(properties)), context);
      return { physicalId: context.physicalName(), attributes: {} };
    },
    update: async (properties, old, _existing, context) => {
      await change(properties, changesBetween(recordsOf(old), recordsOf(properties)), context);
      return undefined;
    },
    delete: async (_existing, properties, context) => {
      await remove(properties, recordsOf(properties), context);
    },
  }),

  'AWS::Route53::HealthCheck': provider<HealthCheckProperties>({
    create: async ({ HealthCheckConfig, HealthCheckTags }, context) => {
      const input = { CallerReference: randomUUID(), HealthCheckConfig: withNumbers(HealthCheckConfig) };
      const made = await patiently<sdk.CreateHealthCheckResponse>(context, 'CreateHealthCheck', input);
      const id = made.HealthCheck?.Id ?? '';
      await tag('healthcheck', id, HealthCheckTags, context);
      return { physicalId: id, attributes: { HealthCheckId: id } };
    },
    update: async ({ HealthCheckConfig, HealthCheckTags }, _old, { physicalId }, context) => {
      const { Type: _type, RequestInterval: _interval, ...changes } = withNumbers(HealthCheckConfig);
      await patiently(context, 'UpdateHealthCheck', { HealthCheckId: physicalId, ...changes });
      await tag('healthcheck', physicalId, HealthCheckTags, context);
      return undefined;
    },
    delete: async ({ physicalId: HealthCheckId }, _properties, context) => {
      await patiently(context, 'DeleteHealthCheck', { HealthCheckId });
    },
  }),
};

/** Seconds between two questions whether a change is INSYNC. */
const INSYNC_POLL_SECONDS = 15;

async function change(zone: InZone, Changes: sdk.Change[], context: ProviderContext): Promise<void> {
  if (Changes.length === 0) return;
  const HostedZoneId = zone.HostedZoneId ?? (await zoneCalled(zone.HostedZoneName ?? '', context));
  const input = { HostedZoneId, ChangeBatch: { Changes } };
  let { ChangeInfo } = await patiently<sdk.GetChangeResponse>(context, 'ChangeResourceRecordSets', input);
  while (ChangeInfo?.Status === 'PENDING') {
    await context.wait(INSYNC_POLL_SECONDS);
    ({ ChangeInfo } = await patiently<sdk.GetChangeResponse>(context, 'GetChange', { Id: ChangeInfo.Id }));
  }
}

/** Deletes records by the values that were written last. */
async function remove(zone: InZone, records: sdk.ResourceRecordSet[], context: ProviderContext): Promise<void> {
  try {
    await change(zone, changesBetween(records, []), context);
  } catch (error) {
    const isStale = error instanceof AwsError && error.code === 'InvalidChangeBatch';
    if (!isStale || !context.cloud.switches.is('cloudformation.stale-record-deletion', 'leaves-it')) throw error;
  }
}

async function zoneCalled(name: string, context: ProviderContext): Promise<string> {
  const input = { DNSName: name };
  const found = await patiently<sdk.ListHostedZonesByNameResponse>(context, 'ListHostedZonesByName', input);
  const zones = (found.HostedZones ?? []).filter((zone) => zone.Name === (name.endsWith('.') ? name : `${name}.`));
  if (zones.length === 1) return bareId(zones[0].Id);
  const how = zones.length === 0 ? 'no hosted zone' : 'more than one hosted zone';
  throw new AwsError('InvalidRequest', `${how} named '${name}' found: give HostedZoneId instead of HostedZoneName`);
}

/** What makes `after` of `before`, in one batch. */
function changesBetween(before: sdk.ResourceRecordSet[], after: sdk.ResourceRecordSet[]): sdk.Change[] {
  const keyOf = (one: sdk.ResourceRecordSet) => `${one.Name} ${one.Type} ${one.SetIdentifier ?? ''}`;
  const kept = new Set(after.map(keyOf));
  const known = new Map(before.map((one) => [keyOf(one), JSON.stringify(one)]));
  const gone = before.filter((one) => !kept.has(keyOf(one)));
  const changed = after.filter((one) => known.get(keyOf(one)) !== JSON.stringify(one));
  return [
    ...gone.map((one): sdk.Change => ({ Action: 'DELETE', ResourceRecordSet: one })),
    ...changed.map(
      (one): sdk.Change => ({
        Action: known.has(keyOf(one)) ? 'UPSERT' : 'CREATE',
        ResourceRecordSet: one,
      }),
    ),
  ];
}

function recordsOf({ RecordSets = [] }: GroupProperties): sdk.ResourceRecordSet[] {
  return RecordSets.map(recordOf);
}

function recordOf(properties: RecordProperties): sdk.ResourceRecordSet {
  const { Name, Type, SetIdentifier, HealthCheckId, Failover, Region, AliasTarget: alias } = properties;
  const { MultiValueAnswer: multi } = properties;
  return {
    Name,
    Type,
    SetIdentifier,
    HealthCheckId,
    Failover,
    Region,
    Weight: number(properties.Weight),
    TTL: number(properties.TTL),
    ResourceRecords: properties.ResourceRecords?.map((Value) => ({ Value })),
    MultiValueAnswer: multi === undefined ? undefined : String(multi) === 'true',
    AliasTarget: alias && { ...alias, EvaluateTargetHealth: String(alias.EvaluateTargetHealth) === 'true' },
  };
}

function withNumbers(config: sdk.HealthCheckConfig): sdk.HealthCheckConfig {
  const names = ['Port', 'RequestInterval', 'FailureThreshold', 'HealthThreshold'] as const;
  const numbers = names.filter((name) => config[name] !== undefined).map((name) => [name, number(config[name])]);
  return { ...config, ...Object.fromEntries(numbers) };
}

async function tag(type: string, id: string, tags: sdk.Tag[] | undefined, context: ProviderContext): Promise<void> {
  if (!tags?.length) return;
  await patiently(context, 'ChangeTagsForResource', { ResourceType: type, ResourceId: id, AddTags: tags });
}

/** Calls Route 53, again and again while it is busy with another change or throttles. */
async function patiently<Output>(context: ProviderContext, operation: string, input: object): Promise<Output> {
  for (;;) {
    try {
      return await context.call<object, Output>('route53', operation, input);
    } catch (error) {
      if (!(error instanceof AwsError) || !['Throttling', 'PriorRequestNotComplete'].includes(error.code)) throw error;
      await context.wait(1);
    }
  }
}

function bareId(id = ''): string {
  return id.split('/').at(-1) ?? '';
}
