import { type Duration, Token } from 'aws-cdk-lib';

/** Fails unless a whole number lies between two bounds, both allowed; a token passes. */
export function requireWholeBetween(
  prop: string,
  value: number | undefined,
  min: number,
  max: number,
  wayOut = '',
): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new Error(`'${prop}' must be a whole number from ${min} to ${max}, got ${value}${remedy(wayOut)}`);
  }
}

/** Fails unless a duration is a whole number of seconds between two bounds, both allowed; a token passes. */
export function requireSecondsBetween(
  prop: string,
  value: Duration | undefined,
  min: number,
  max: number,
  wayOut = '',
): void {
  requireDurationBetween(prop, value, { name: 'seconds', milliseconds: 1000 }, min, max, wayOut);
}

/** Fails unless a duration is a whole number of minutes between two bounds, both allowed; a token passes. */
export function requireMinutesBetween(
  prop: string,
  value: Duration | undefined,
  min: number,
  max: number,
  wayOut = '',
): void {
  requireDurationBetween(prop, value, { name: 'minutes', milliseconds: 60_000 }, min, max, wayOut);
}

/** Fails unless a name has at least one and at most `maxLength` characters of a set; a token passes. */
export function requireName(prop: string, value: string | undefined, maxLength: number, allowed: RegExp): void {
  if (value === undefined || Token.isUnresolved(value)) return;
  if (value.length < 1 || value.length > maxLength || !allowed.test(value)) {
    throw new Error(
      `'${prop}' must have 1 to ${maxLength} characters that match ${allowed.source}, got '${value}'; leave it out for a generated name`,
    );
  }
}

interface Unit {
  readonly name: string;
  readonly milliseconds: number;
}

function requireDurationBetween(
  prop: string,
  value: Duration | undefined,
  unit: Unit,
  min: number,
  max: number,
  wayOut: string,
): void {
  if (value === undefined || value.isUnresolved()) return;
  const count = value.toMilliseconds() / unit.milliseconds;
  if (!Number.isInteger(count) || count < min || count > max) {
    throw new Error(`'${prop}' must be ${min} to ${max} whole ${unit.name}, got ${shown(value)}${remedy(wayOut)}`);
  }
}

function remedy(wayOut: string): string {
  return wayOut === '' ? '' : `; ${wayOut}`;
}

function shown(value: Duration): string {
  return value.toMilliseconds() === 0 ? '0 seconds' : value.toHumanString();
}
