import { createHash } from 'node:crypto';
import type { CustomResourceAnswer, CustomResourceRequest } from '../shared/custom-resource';
import type { AppSpecDigestData, AppSpecDigestProperties } from './environment';

/** The type of the custom resource that is answered here. */
export const APP_SPEC_DIGEST = 'Custom::BlueGreenAppSpec';

/**
 * The sha256 of an AppSpec as CloudFormation has filled it in, by which CodeDeploy names a revision. Pure: nothing is asked.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AppSpecContent.html
 */
export function digestAppSpec({ logicalId, properties }: CustomResourceRequest): CustomResourceAnswer {
  const physicalId = `app-spec-${logicalId}`;
  const { AppSpec } = properties as Partial<AppSpecDigestProperties>;
  if (typeof AppSpec !== 'string') return { status: 'FAILED', physicalId, reason: "'AppSpec' must be a text" };
  const data: AppSpecDigestData = { Sha256: createHash('sha256').update(AppSpec).digest('hex') };
  return { status: 'SUCCESS', physicalId, data: { ...data } };
}
