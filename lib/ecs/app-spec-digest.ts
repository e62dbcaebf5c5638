import { createHash } from 'node:crypto';
import { CustomResource, Duration, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AppSpecDigestData, AppSpecDigestProperties } from '../../lambda/live-state/environment';
import { LiveStateFunction } from '../live-state/live-state-function';

/**
 * The sha256 of an AppSpec's text in hex. Of a text with tokens CloudFormation knows the rest only, and cannot hash: it is told by the
 * function of the stack that tells it what is live.
 */
export function appSpecSha256(scope: Construct, appSpec: string): string {
  if (!Token.isUnresolved(appSpec)) return createHash('sha256').update(appSpec).digest('hex');
  const properties: AppSpecDigestProperties = { AppSpec: appSpec };
  const resource = new CustomResource(scope, 'AppSpec', {
    serviceToken: LiveStateFunction.of(scope).function.functionArn,
    resourceType: 'Custom::BlueGreenAppSpec',
    serviceTimeout: Duration.minutes(5),
    properties,
  });
  const attribute: keyof AppSpecDigestData = 'Sha256';
  return resource.getAttString(attribute);
}
