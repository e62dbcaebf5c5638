/**
 * A call's input as the engine takes it: a copy (the engine changes what it is given) with binary values in base64, as
 * they are on the wire.
 */
export function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(known.map(([key, one]) => [key, toWire(one)]));
}

/** The engine's output as the SDK types have it: binary values as bytes, times as dates. */
export function fromWire(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    return name === 'BS' ? value.map((one) => Buffer.from(String(one), 'base64')) : value.map((one) => fromWire(one));
  }
  if (typeof value === 'number' && name.endsWith('DateTime')) return new Date(value * 1_000);
  // An attribute called B has an object as its value; only a binary value is a text.
  if (typeof value === 'string' && name === 'B') return Buffer.from(value, 'base64');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fromWire(one, key)]));
}
