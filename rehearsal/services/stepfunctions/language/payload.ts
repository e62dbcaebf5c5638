import { StateError } from './state-error';

/** The most that a state's input, output, result or the variables of one `Assign` may have, in bytes of JSON. */
export const PAYLOAD_LIMIT = 262_144;

/**
 * The JSON text of a value.
 *
 * @throws StateError `States.DataLimitExceeded` when it is longer than a payload may be
 */
export function payloadText(value: unknown, what: string, stateName: string): string {
  const text = JSON.stringify(value) ?? 'null';
  // A character has at most three bytes in UTF-8, so that most payloads need no count.
  if (text.length * 3 > PAYLOAD_LIMIT && Buffer.byteLength(text) > PAYLOAD_LIMIT)
    throw new StateError(
      'States.DataLimitExceeded',
      `The state/task '${stateName}' returned ${what} with a size exceeding the maximum number of bytes service limit.`,
    );
  return text;
}
