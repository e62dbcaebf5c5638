import { AwsError } from '../../aws-error';
import type { TargetKey } from './records';

/** What is asked for is not there. */
export function notFound(what: string, { ServiceNamespace, ResourceId, ScalableDimension }: TargetKey): AwsError {
  return new AwsError(
    'ObjectNotFoundException',
    `No ${what} found for service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`,
  );
}
