import { decodeJson, readObject } from './checked-json';

/**
 * An environment variable that our own construct has written, an object as JSON. What is in the object is not checked.
 *
 * @param at name of the variable, for the error
 * @throws when there is none, or it is no object
 */
export function readOwnSettings<Settings>(text = '', at = 'SETTINGS'): Settings {
  return readObject(decodeJson(text, at), at) as unknown as Settings;
}
