import { randomInt } from 'node:crypto';
import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../aws-error';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** A password as Secrets Manager makes it: 32 characters, at least one of each kind, unless asked otherwise. */
export function randomPassword(input: GetRandomPasswordRequest): string {
  const kinds = [
    input.ExcludeLowercase ? '' : LOWER,
    input.ExcludeUppercase ? '' : UPPER,
    input.ExcludeNumbers ? '' : DIGITS,
    input.ExcludePunctuation ? '' : PUNCTUATION,
    input.IncludeSpace ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !input.ExcludeCharacters?.includes(character)))
    .filter((kind) => kind.length > 0);
  const length = input.PasswordLength ?? 32;
  const all = kinds.flat();
  if (all.length === 0)
    throw new AwsError('InvalidParameterException', 'the exclusions leave no character for a password');
  if (length < 1 || length > 4096)
    throw new AwsError('InvalidParameterException', 'PasswordLength must be between 1 and 4096');
  const required = input.RequireEachIncludedType === false ? [] : kinds.map(pick).slice(0, length);
  const characters = [...required, ...Array.from({ length: length - required.length }, () => pick(all))];
  return shuffled(characters).join('');
}

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)];
}

function shuffled(characters: readonly string[]): string[] {
  const result = [...characters];
  for (let last = result.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/** Letters and digits by chance, as at the end of a secret's ARN. */
export function randomSuffix(length: number): string {
  return Array.from({ length }, () => pick([...LOWER, ...UPPER, ...DIGITS])).join('');
}
