import { createHash } from 'node:crypto';
import type { Parameter, ParameterTier, ParameterType, Tag } from '@aws-sdk/client-ssm';

/** One value that a parameter has or had. */
interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  readonly value: string;
  readonly modifiedAt: number;
}

/** A parameter with its values, newest last. */
export interface ParameterState {
  readonly name: string;
  readonly arn: string;
  description?: string;
  tier: ParameterTier | undefined;
  tags: Tag[];
  readonly versions: ParameterVersion[];
}

/** One value of a parameter as a client gets it. */
export function describeVersion(
  parameter: ParameterState,
  { version, type, value, modifiedAt }: ParameterVersion,
  decrypt = false,
): Parameter {
  return {
    Name: parameter.name,
    ARN: parameter.arn,
    Type: type,
    Value: type === 'SecureString' && !decrypt ? unreadable(value) : value,
    Version: version,
    LastModifiedDate: new Date(modifiedAt),
    DataType: 'text',
  };
}

/** What a secure string looks like to somebody who does not ask for its decryption. */
function unreadable(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
