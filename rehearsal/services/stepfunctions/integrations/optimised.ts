import { StateError } from '../language/state-error';
import type { Resource } from './resource';

type Json = Readonly<Record<string, unknown>>;

/**
 * What optimised integrations do to the arguments: JSON where the API has a text, and the execution among an event's
 * resources.
 *
 * @param ofExecution the ARNs of the execution and of its machine
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function prepare({ kind, service }: Resource, given: unknown, ofExecution: readonly string[]): unknown {
  if (kind !== 'optimised' || typeof given !== 'object' || given === null) return given;
  const fields = given as Json;
  if (service === 'sns') return { ...fields, ...asText(fields, 'Message') };
  if (service === 'states') return { ...fields, ...asText(fields, 'Input') };
  if (service !== 'events' || !Array.isArray(fields.Entries)) return given;
  const entries = (fields.Entries as Json[]).map((entry) => ({
    ...entry,
    ...asText(entry, 'Detail'),
    Resources: [...((entry.Resources ?? []) as unknown[]), ...ofExecution],
  }));
  return { ...fields, Entries: entries };
}

/**
 * What an optimised integration makes of the result.
 *
 * @throws StateError `EventBridge.FailedEntry` when EventBridge did not take an event
 */
export function settle({ kind, service }: Resource, result: unknown): unknown {
  if (kind !== 'optimised' || service !== 'events') return result;
  if (!((result as { readonly FailedEntryCount?: number }).FailedEntryCount ?? 0)) return result;
  throw new StateError('EventBridge.FailedEntry', JSON.stringify(result));
}

function asText(fields: Json, name: string): Json {
  const value = fields[name];
  return value === undefined || typeof value === 'string' ? {} : { [name]: JSON.stringify(value) };
}
