import type { Change } from '@aws-sdk/client-route-53';
import type { Principal } from '../../principal';
import { normalised } from '../route53/names';
import type { Context } from './condition';
import type { Place } from './resources';

/** The condition keys that the local AWS can tell of a call. */
export function contextOf(prefix: string, input: unknown, principal: Principal, place: Place): Context {
  return {
    'aws:principalarn': principal.arn,
    'aws:principalaccount': place.account,
    'aws:requestedregion': place.region,
    'aws:resourceaccount': place.account,
    'aws:securetransport': 'true',
    ...(prefix === 'ecs' ? ecsContext(input, place) : {}),
    ...(prefix === 'route53' ? route53Context(input) : {}),
    ...(prefix === 'events' ? eventsContext(input) : {}),
    ...(prefix === 'application-autoscaling' ? scalingContext(input) : {}),
    ...(prefix === 'dynamodb' ? dynamoDbContext(input) : {}),
  };
}

function ecsContext(input: unknown, { account, region }: Place): Context {
  const { cluster, service } = (input ?? {}) as Readonly<Record<string, unknown>>;
  const arn = (kind: string, path: string) => `arn:aws:ecs:${region}:${account}:${kind}/${path}`;
  const clusterName = typeof cluster === 'string' ? (cluster.split('/').at(-1) ?? cluster) : undefined;
  if (clusterName === undefined) return {};
  const name = typeof service === 'string' ? service.split('/').at(-1) : undefined;
  return {
    'ecs:cluster': arn('cluster', clusterName),
    ...(name === undefined ? {} : { 'ecs:service': arn('service', `${clusterName}/${name}`) }),
  };
}

/** What is scaled. https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_service-with-iam.html */
function scalingContext(input: unknown): Context {
  const { ServiceNamespace, ScalableDimension } = (input ?? {}) as Readonly<Record<string, string | undefined>>;
  return {
    ...(ServiceNamespace !== undefined && { 'application-autoscaling:service-namespace': ServiceNamespace }),
    ...(ScalableDimension !== undefined && { 'application-autoscaling:scalable-dimension': ScalableDimension }),
  };
}

/** What events are put. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-conditions.html */
function eventsContext(input: unknown): Context {
  const { Entries } = (input ?? {}) as { Entries?: { Source?: string; DetailType?: string }[] };
  if (!Entries) return {};
  return {
    'events:source': Entries.map(({ Source = '' }) => Source),
    'events:detail-type': Entries.map(({ DetailType = '' }) => DetailType),
  };
}

/** What a change of records is about; names in small letters and without the last dot. */
function route53Context(input: unknown): Context {
  const { ChangeBatch } = (input ?? {}) as { ChangeBatch?: { Changes?: Change[] } };
  const changes = ChangeBatch?.Changes;
  if (!changes) return {};
  const key = (name: string) => `route53:changeresourcerecordsets${name}`;
  return {
    [key('normalizedrecordnames')]: changes.map(({ ResourceRecordSet: set }) =>
      normalised(set?.Name ?? '').slice(0, -1),
    ),
    [key('recordtypes')]: changes.map(({ ResourceRecordSet: set }) => set?.Type ?? ''),
    [key('actions')]: changes.map(({ Action = '' }) => Action),
  };
}

/**
 * The partition keys and the attributes that a call on items is about: those of its key or item, and the names that its expressions use.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
function dynamoDbContext(input: unknown): Context {
  const {
    Key,
    Item,
    ExpressionAttributeNames = {},
  } = (input ?? {}) as {
    Key?: Record<string, { S?: string }>;
    Item?: Record<string, { S?: string }>;
    ExpressionAttributeNames?: Record<string, string>;
  };
  const named = Key ?? Item;
  if (!named) return {};
  // All tables here have `kind` as their partition key, or a key of one attribute.
  const partition = (named.kind ?? Object.values(named)[0])?.S;
  return {
    ...(partition !== undefined && { 'dynamodb:leadingkeys': [partition] }),
    'dynamodb:attributes': [...new Set([...Object.keys(named), ...Object.values(ExpressionAttributeNames)])],
  };
}
