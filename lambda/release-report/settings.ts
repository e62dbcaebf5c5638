import { decodeJson, readName, readObject } from '../shared/checked-json';
import type { Settings } from './environment';

/** Reads what the construct has written; our own construct, so only what would go wrong far from here is checked. */
export function readSettings(text = ''): Settings {
  const settings = readObject(decodeJson(text, 'SETTINGS'), 'SETTINGS');
  readName(settings.construct, 'SETTINGS: construct');
  readName(settings.table, 'SETTINGS: table');
  return settings as unknown as Settings;
}
