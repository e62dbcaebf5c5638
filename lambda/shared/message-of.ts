import { types } from 'node:util';

/** The one-line message of whatever was thrown; a failed connection to several addresses hides its message in `errors`. */
export function messageOf(thrown: unknown): string {
  // Not `instanceof`: an error from another realm (a vm, a test runner) is an error too.
  if (!types.isNativeError(thrown)) return String(thrown);
  const inner = 'errors' in thrown && Array.isArray(thrown.errors) ? thrown.errors.map(messageOf).join('; ') : '';
  const text = thrown.message || inner || thrown.name;
  return text.replace(/\s+/g, ' ').trim();
}
