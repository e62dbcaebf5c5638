import { randomPassword } from '../../random-password';

/** How CloudFormation makes a secret up. */
export interface GenerateSecretString {
  readonly SecretStringTemplate?: string;
  readonly GenerateStringKey?: string;
  readonly PasswordLength?: number | string;
  readonly ExcludeCharacters?: string;
  readonly ExcludeLowercase?: boolean;
  readonly ExcludeUppercase?: boolean;
  readonly ExcludeNumbers?: boolean;
  readonly ExcludePunctuation?: boolean;
  readonly IncludeSpace?: boolean;
  readonly RequireEachIncludedType?: boolean;
}

/** A password as Secrets Manager makes it, or a JSON text from a template with the password in it. */
export function generateSecret({ SecretStringTemplate, GenerateStringKey, ...options }: GenerateSecretString): string {
  const length = options.PasswordLength === undefined ? undefined : Number(options.PasswordLength);
  const password = randomPassword({ ...options, PasswordLength: length });
  if (!SecretStringTemplate || !GenerateStringKey) return password;
  return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
}
