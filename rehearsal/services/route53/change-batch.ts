import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';
import { checkForm } from './check-record';
import { isWithin, normalised } from './names';
import { isSame, kept, keyOf, type Records, setsOf } from './records';

/** Limits of one batch (aws-facts section 6); an UPSERT counts twice. */
const MAX_VALUES = 1_000;
const MAX_CHARACTERS = 32_000;
/** Weighted records with the same name and type. */
const MAX_WEIGHTED = 100;

/** What a batch is checked against beside its zone's records. */
export interface BatchSurroundings {
  /** Normalised. */
  readonly zoneName: string;
  readonly zoneId: string;
  readonly hasHealthCheck: (id: string) => boolean;
}

/**
 * What a zone holds after a batch. Changes are made one after the other, so that a DELETE makes room for a CREATE; one that
 * cannot be made refuses the whole batch.
 *
 * @throws AwsError `InvalidInput`, `NoSuchHealthCheck`, or `InvalidChangeBatch` with every reason, in AWS's words
 */
export function applyBatch(records: Records, changes: readonly Change[], around: BatchSurroundings): Records {
  changes.forEach((change, index) => {
    checkForm(change, index + 1);
  });
  checkSize(changes);
  const working = new Map(records);
  const reasons: string[] = [];
  const touched = new Set<string>();
  for (const { Action, ResourceRecordSet: given } of changes) {
    if (!given) continue;
    const set = kept(given);
    const wrong = Action === 'DELETE' ? remove(working, set) : put(working, set, Action === 'CREATE', around);
    if (wrong) reasons.push(wrong);
    else touched.add(`${set.Name} ${set.Type}`);
    if (set.HealthCheckId && !around.hasHealthCheck(set.HealthCheckId)) {
      throw new AwsError(
        'NoSuchHealthCheck',
        `No health check exists with the specified ID: ${set.HealthCheckId}`,
        404,
      );
    }
  }
  for (const place of touched) reasons.push(...wrongTogether(working, place));
  if (reasons.length > 0) throw new AwsError('InvalidChangeBatch', `[${reasons.join(', ')}]`);
  return working;
}

function checkSize(changes: readonly Change[]): void {
  const weighted = changes.map(({ Action, ResourceRecordSet: set }) => ({
    times: Action === 'UPSERT' ? 2 : 1,
    values: set?.ResourceRecords?.map((one) => one.Value ?? '') ?? [],
  }));
  const values = weighted.reduce((sum, one) => sum + one.times * one.values.length, 0);
  const characters = weighted.reduce((sum, one) => sum + one.times * one.values.join('').length, 0);
  if (values > MAX_VALUES) throw tooBig(`Number of records limit of ${MAX_VALUES} exceeded.`);
  if (characters > MAX_CHARACTERS) throw tooBig(`RDATA character limit of ${MAX_CHARACTERS} exceeded.`);
}

function tooBig(reason: string): AwsError {
  return new AwsError('InvalidChangeBatch', `[${reason}]`);
}

/** @returns why it cannot be deleted */
function remove(working: Map<string, ResourceRecordSet>, set: ResourceRecordSet): string | undefined {
  const found = working.get(keyOf(set));
  if (!found) return `Tried to delete resource record set ${named(set)} but it was not found`;
  if (!isSame(found, set)) {
    return `Tried to delete resource record set ${named(set)} but the values provided do not match the current values`;
  }
  working.delete(keyOf(set));
  return undefined;
}

/** @returns why it cannot be written */
function put(
  working: Map<string, ResourceRecordSet>,
  set: ResourceRecordSet,
  isNew: boolean,
  around: BatchSurroundings,
): string | undefined {
  if (isNew && working.has(keyOf(set)))
    return `Tried to create resource record set ${named(set)} but it already exists`;
  const wrong =
    wrongPlace(set, around) ??
    wrongType(working, set, around) ??
    wrongRouting(working, set) ??
    wrongAlias(working, set, around);
  if (!wrong) working.set(keyOf(set), set);
  return wrong;
}

function wrongPlace({ Name = '', Type }: ResourceRecordSet, { zoneName }: BatchSurroundings): string | undefined {
  if (!isWithin(Name, zoneName)) return `RRSet with DNS name ${Name} is not permitted in zone ${zoneName}`;
  if (Type === 'CNAME' && Name === zoneName) {
    return `RRSet of type CNAME with DNS name ${Name} is not permitted at apex in zone ${zoneName}`;
  }
  return undefined;
}

function wrongType(
  working: Records,
  { Name = '', Type }: ResourceRecordSet,
  { zoneName }: BatchSurroundings,
): string | undefined {
  const other = [...working.values()].find(
    (one) => one.Name === Name && one.Type !== Type && (one.Type === 'CNAME' || Type === 'CNAME'),
  );
  if (!other) return undefined;
  const what = other.Type === 'CNAME' ? `type  CNAME with the same` : 'other types with the same';
  return other.Type === 'CNAME'
    ? `RRSet of type ${Type} with DNS name ${Name} is not permitted because a conflicting RRSet of ${what} DNS name already exists in zone ${zoneName}`
    : `RRSet of type CNAME with DNS name ${Name} is not permitted as it conflicts with ${what} DNS name in zone ${zoneName}`;
}

function wrongRouting(working: Records, set: ResourceRecordSet): string | undefined {
  const { Name = '', Type = 'A', SetIdentifier } = set;
  const others = setsOf(working, Name, Type).filter((one) => one.SetIdentifier !== SetIdentifier);
  if (others.length === 0) return undefined;
  const where = `RRSet with DNS name ${Name}, type ${Type}`;
  if (SetIdentifier === undefined)
    return `${where} cannot be created as other RRSets exist with the same name and type.`;
  if (set.Weight !== undefined && others.some((one) => one.Weight === undefined)) {
    return `${where}, SetIdentifier ${SetIdentifier} cannot be created as a non-weighted set exists with the same name and type.`;
  }
  if (set.Weight === undefined && others.some((one) => one.Weight !== undefined)) {
    return `${where}, SetIdentifier ${SetIdentifier} cannot be created as a weighted set exists with the same name and type.`;
  }
  if (set.Weight !== undefined && others.length >= MAX_WEIGHTED) {
    return `${where}, SetIdentifier ${SetIdentifier} cannot be created as there are already ${MAX_WEIGHTED} weighted sets with the same name and type.`;
  }
  return undefined;
}

function wrongAlias(
  working: Records,
  { AliasTarget: alias, Type = 'A' }: ResourceRecordSet,
  { zoneId, zoneName }: BatchSurroundings,
): string | undefined {
  if (alias?.HostedZoneId !== zoneId) return undefined;
  const target = normalised(alias.DNSName ?? '');
  const what = `Tried to create an alias that targets ${target}, type ${Type} in zone ${zoneId}`;
  if (!isWithin(target, zoneName)) return `${what}, but the alias target name does not lie within the target zone`;
  return setsOf(working, target, Type).length === 0 ? `${what}, but that target was not found` : undefined;
}

/** What is wrong with weighted records of one name and type together, once all changes are made. */
function wrongTogether(working: Records, place: string): string[] {
  const [name, type] = place.split(' ');
  const sets = setsOf(working, name, type).filter((one) => one.Weight !== undefined && one.TTL !== undefined);
  const odd = sets.find((one) => one.TTL !== sets[0].TTL);
  return odd
    ? [
        `RRSet with DNS name ${name} and type ${type}, SetIdentifier ${odd.SetIdentifier} cannot be created as weighted sets must contain the same TTL.`,
      ]
    : [];
}

function named({ Name, Type, SetIdentifier }: ResourceRecordSet): string {
  const identifier = SetIdentifier === undefined ? '' : `, set-identifier='${SetIdentifier}'`;
  return `[name='${Name}', type='${Type}'${identifier}]`;
}
