import { inflateRawSync } from 'node:zlib';

/**
 * Reads JSON of which nothing is known yet; each error names the place, the value and what is allowed.
 * `at` is the place in words of the reader: `step 2: retries`.
 */

const DEFLATED = 'deflate:';
/** Far more than a function's environment can sensibly hold; stops a value that inflates without end. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;

/** The value of an environment variable that is plain JSON or `deflate:` and the base64 of the raw-deflated JSON. */
export function decodeJson(text: string, at: string): unknown {
  try {
    const json = text.startsWith(DEFLATED)
      ? inflateRawSync(Buffer.from(text.slice(DEFLATED.length), 'base64'), {
          maxOutputLength: MAX_JSON_BYTES,
        }).toString()
      : text;
    return JSON.parse(json);
  } catch {
    throw new Error(`${at} must be JSON, or '${DEFLATED}' and the base64 of deflated JSON, got ${shown(text)}`);
  }
}

/** An object with no other keys than the known ones, so that a misspelt option is not silently without effect. */
export function readObject(value: unknown, at: string, known?: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${at} must be an object, got ${shown(value)}`);
  }
  const unknown = known && Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new Error(`${at} has no option '${unknown}'; there are ${known?.join(', ')}`);
  return value as Record<string, unknown>;
}

/** A list; a missing one is empty. */
export function readList(value: unknown, at: string): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`${at} must be a list, got ${shown(value)}`);
  return value;
}

/** A string, or undefined where there is none. */
export function readText(value: unknown, at: string): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw new Error(`${at} must be a string, got ${shown(value)}`);
  return value;
}

/** A string that has to be there and not be empty. */
export function readName(value: unknown, at: string): string {
  const text = readText(value, at);
  if (!text) throw new Error(`${at} is missing`);
  return text;
}

/** A map of strings; a missing one is empty. */
export function readTexts(value: unknown, at: string): Record<string, string> {
  const entries = Object.entries(readObject(value ?? {}, at));
  return Object.fromEntries(entries.map(([key, text]) => [key, readText(text, `${at}: ${key}`) ?? '']));
}

/** A number between bounds, whole unless said otherwise; a missing one is the default. Takes digits in a string too. */
export function readNumber(
  value: unknown,
  at: string,
  { min, max, without, fraction = false }: { min: number; max: number; without?: number; fraction?: boolean },
): number {
  if (value === undefined && without !== undefined) return without;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const fits = typeof number === 'number' && (fraction ? Number.isFinite(number) : Number.isInteger(number));
  if (!fits || number < min || number > max) {
    throw new Error(`${at} must be a ${fraction ? '' : 'whole '}number from ${min} to ${max}, got ${shown(value)}`);
  }
  return number;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
