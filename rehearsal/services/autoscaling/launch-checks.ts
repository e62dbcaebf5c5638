import type * as sdk from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../aws-error';
import type { Launch } from '../../service';
import type { Ec2 } from '../ec2/ec2';
import { validationError } from './errors';
import { type LaunchConfiguration, templateOf } from './records';
import type { State } from './state';

/**
 * What the caller of an operation must be allowed to start: Auto Scaling tries that by a dry run of EC2's RunInstances, whether or not the
 * call names the launch template. Undefined where the operation is another one, or will fail because there is no such group or template.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 */
export function launchOf(ec2: Ec2, state: State, operation: string, input: unknown): Launch | undefined {
  if (!CHECKED.has(operation)) return undefined;
  const {
    AutoScalingGroupName = '',
    VPCZoneIdentifier,
    ...more
  } = input as sdk.UpdateAutoScalingGroupType & sdk.StartInstanceRefreshType;
  const group = state.tryFind(AutoScalingGroupName);
  const { LaunchTemplate, MixedInstancesPolicy } = more.DesiredConfiguration ?? more;
  const given = LaunchTemplate || MixedInstancesPolicy;
  const launch = given ? { launchTemplate: LaunchTemplate, mixedInstancesPolicy: MixedInstancesPolicy } : group?.launch;
  const reference = launch && templateOf(launch);
  if (!reference) return undefined;
  const subnets = VPCZoneIdentifier?.split(',').map((one) => one.trim()) ?? group?.subnets ?? [];
  try {
    const { id, data } = ec2.launchTemplateVersion(reference);
    return { templateId: id, data, subnets };
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

const CHECKED = new Set(['CreateAutoScalingGroup', 'UpdateAutoScalingGroup', 'StartInstanceRefresh']);

/** @throws ValidationError with EC2's reason when the launch template or its version does not exist */
export function checkLaunchTemplate(ec2: Ec2, configuration: LaunchConfiguration): void {
  const { LaunchTemplateId, LaunchTemplateName, Version } = templateOf(configuration);
  try {
    ec2.launchTemplateVersion({ LaunchTemplateId, LaunchTemplateName, Version });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(`You must use a valid fully-formed launch template. ${error.message}`);
  }
}
