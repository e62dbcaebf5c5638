import { AwsError } from '../../aws-error';

/** A value that Auto Scaling refuses. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** The value of a required parameter. */
export function required<T>(value: T | undefined, parameter: string): T {
  if (value !== undefined && value !== '') return value;
  throw validationError(
    `1 validation error detected: Value null at '${parameter}' failed to satisfy constraint: Member must not be null`,
  );
}

/** Fails unless `value`, when given, is in a range. */
export function checkRange(parameter: string, value: number | undefined, from: number, to: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= from && value <= to)) return;
  throw validationError(`${parameter} must be between ${from} and ${to}, got ${value}.`);
}

/** The text of an error that another service answered. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
