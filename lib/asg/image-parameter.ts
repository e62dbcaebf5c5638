import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';

const REFERENCE = 'resolve:ssm:';

/**
 * ARN of the parameter that EC2 reads the image's id from whenever an instance starts (`MachineImage.resolveSsmParameterAtLaunch`); undefined
 * when the launch template has the id itself.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
 */
export function imageParameterArn(launchTemplate: ec2.LaunchTemplate): string | undefined {
  const { launchTemplateData } = launchTemplate.node.defaultChild as ec2.CfnLaunchTemplate;
  const { imageId } = launchTemplateData as ec2.CfnLaunchTemplate.LaunchTemplateDataProperty;
  if (imageId === undefined || Token.isUnresolved(imageId) || !imageId.startsWith(REFERENCE)) return undefined;
  // A version or a label may follow.
  const parts = imageId.slice(REFERENCE.length).split(':');
  if (parts[0] === 'arn') return parts.slice(0, 6).join(':');
  return Stack.of(launchTemplate).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: parts[0]?.replace(/^\//, ''),
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
