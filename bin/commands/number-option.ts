import { Problem } from './problem';

/** Bounds of a number that somebody types. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** @default false */
  readonly whole?: boolean;
}

/**
 * The number in a text.
 *
 * @param option its name, for the error
 * @throws Problem when it is none, or out of bounds
 */
export function numberOption(option: string, text: string, { min, max, whole = false }: Bounds): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new Problem(`'${option}' must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, got '${text}'`);
}

/**
 * `NAME=VALUE` pairs as a record; the last of a name wins.
 * @throws Problem when one has no `=`
 */
export function pairsOption(option: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const place = text.indexOf('=');
      if (place > 0) return [text.slice(0, place), text.slice(place + 1)];
      throw new Problem(`'${option}' must be NAME=VALUE, got '${text}'`);
    }),
  );
}
