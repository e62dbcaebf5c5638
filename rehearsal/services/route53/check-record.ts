import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AwsError } from '../../aws-error';

/**
 * Checks the form of one change, whatever the zone holds.
 *
 * @param place the number of the change in its batch, from 1
 * @throws AwsError `InvalidInput` in AWS's words
 */
export function checkForm(change: Change, place: number): void {
  const { Action, ResourceRecordSet: set } = change;
  if (!Action || !set?.Name || !set.Type) throw invalid('Invalid XML: a change needs an Action, a Name and a Type');
  checkRange('weight', set.Weight, 0, 255, place);
  checkRange('ttl', set.TTL, 0, 2_147_483_647, place);
  const length = set.SetIdentifier?.length ?? 1;
  if (length < 1 || length > 128) {
    throw invalid(
      `1 validation error detected: ${at('setIdentifier', set.SetIdentifier, place)} failed to satisfy constraint: Member must have length ${length < 1 ? 'greater than or equal to 1' : 'less than or equal to 128'}`,
    );
  }
  const where = `in Change with [Action=${Action}, Name=${set.Name}, Type=${set.Type}, SetIdentifier=${set.SetIdentifier ?? 'null'}]`;
  checkContent(set, where);
  checkRouting(set, where);
}

function checkContent(set: ResourceRecordSet, where: string): void {
  const plain = set.TTL !== undefined && Boolean(set.ResourceRecords?.length);
  const someOfPlain = set.TTL !== undefined || Boolean(set.ResourceRecords?.length);
  const alias = set.AliasTarget !== undefined;
  if (alias ? !someOfPlain : plain) return;
  const found = alias ? 'more than one' : 'none';
  throw invalid(
    `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${found} ${where}`,
  );
}

function checkRouting(set: ResourceRecordSet, where: string): void {
  const policies = [set.Weight, set.Region, set.Failover, set.GeoLocation, set.MultiValueAnswer].filter(
    (one) => one !== undefined,
  );
  if (policies.length > 0 && set.SetIdentifier === undefined) {
    throw invalid(`Invalid request: Missing field 'SetIdentifier' ${where}`);
  }
  if (set.SetIdentifier === undefined || policies.length === 1) return;
  const found = policies.length === 0 ? 'none' : 'more than one';
  throw invalid(
    `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, or MultiValueAnswer], but found ${found} ${where}`,
  );
}

function checkRange(name: string, value: number | undefined, low: number, high: number, place: number): void {
  if (value === undefined || (value >= low && value <= high)) return;
  const rule = value < low ? `greater than or equal to ${low}` : `less than or equal to ${high}`;
  throw invalid(
    `1 validation error detected: ${at(name, value, place)} failed to satisfy constraint: Member must have value ${rule}`,
  );
}

function at(name: string, value: unknown, place: number): string {
  return `Value '${value}' at 'changeBatch.changes.${place}.member.resourceRecordSet.${name}'`;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}
