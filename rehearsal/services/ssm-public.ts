import { createHash } from 'node:crypto';
import type { ParameterState } from './ssm-parameter';

/**
 * AWS's public parameters for images (`/aws/service/ami-amazon-linux-latest/...`), by which CDK names machine images: each has
 * a made-up image id of its own. Undefined for any other name.
 */
export function publicParameter(name: string): ParameterState | undefined {
  if (!/^\/aws\/service\/(ami-|ecs\/|bottlerocket\/|eks\/|canonical\/|debian\/)/.test(name)) return undefined;
  const value = `ami-0${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  return {
    name,
    arn: `arn:aws:ssm:us-east-1::parameter${name}`,
    tier: 'Standard',
    tags: [],
    versions: [{ version: 1, type: 'String', value, modifiedAt: 0 }],
  };
}
