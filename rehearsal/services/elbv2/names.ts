import { required, validationError } from './errors';

/** The name of a load balancer or target group: up to 32 letters, digits and hyphens, none of these at an end. */
export function checkName(name: string | undefined, what: 'Load balancer' | 'Target group'): string {
  const given = required(name, 'Name');
  if (given.length > 32) throw validationError(`${what} name '${given}' cannot be longer than '32' characters`);
  if (!/^[a-zA-Z0-9-]+$/.test(given)) {
    throw validationError(
      `${what} name '${given}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  }
  if (given.startsWith('-') || given.endsWith('-')) {
    throw validationError(`${what} name '${given}' cannot begin or end with '-'`);
  }
  if (what === 'Load balancer' && given.startsWith('internal-')) {
    throw validationError(`${what} name '${given}' cannot begin with 'internal-'`);
  }
  return given;
}
