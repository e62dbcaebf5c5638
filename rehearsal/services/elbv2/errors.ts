import { AwsError } from '../../aws-error';

/** A value that AWS refuses before it looks at anything else. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** Values that are each valid, but not together. */
export function invalidConfiguration(message: string): AwsError {
  return new AwsError('InvalidConfigurationRequest', message);
}

/** Fails unless `value`, when given, is a whole number in a range. */
export function checkRange(what: string, value: number | undefined, from: number, to: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= from && value <= to)) {
    throw validationError(`${what} must be between ${from} and ${to}, got ${value}`);
  }
}

/** The value of a required parameter. */
export function required<T>(value: T | undefined, parameter: string): T {
  if (value === undefined) throw validationError(`A value for '${parameter}' is required`);
  return value;
}
