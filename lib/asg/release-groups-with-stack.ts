import type { Construct } from 'constructs';
import { allow } from '../machine/allow';
import type { ReleaseMachine } from '../machine/release-machine';
import { releaseWithStack } from '../machine/release-with-stack';
import type { PerColour } from '../machine/workload';
import type { ReleaseOnDeploy } from '../release-on-deploy/release-on-deploy';
import type { TargetGroupPair } from '../traffic/target-group-pair';
import type { CodeDeployRevision } from './code-deploy-revision';
import type { OwnColour } from './colour';

/** What of the construct a deploy releases. */
export interface GroupsToRelease {
  readonly machine: ReleaseMachine;
  readonly colours: PerColour<OwnColour>;
  readonly targetGroups: TargetGroupPair;
  readonly revision?: CodeDeployRevision;
}

/** Lets the stack release its two groups: a version is that of both launch templates, and the revision. */
export function releaseGroupsWithStack(owner: Construct, settings: ReleaseOnDeploy, released: GroupsToRelease): void {
  const { machine, colours, targetGroups, revision } = released;
  const { blue, green } = colours;
  const versionOf = (colour: OwnColour) => colour.launchTemplate.latestVersionNumber;
  const named = (colour: OwnColour) => `${colour.launchTemplateId} ${versionOf(colour)}`;
  const target = (colour: OwnColour, TargetGroup: string) => ({
    Group: colour.autoScalingGroup.autoScalingGroupName,
    TargetGroup,
    Version: versionOf(colour),
  });
  releaseWithStack(owner, settings, {
    machine,
    version: [named(blue), named(green), ...(revision ? [revision._describe()] : [])].join(', '),
    candidate: {
      launchTemplateVersions: { blue: versionOf(blue), green: versionOf(green) },
      ...(revision && { revision: revision._render() }),
    },
    groups: {
      Blue: target(blue, targetGroups.blue.targetGroupArn),
      Green: target(green, targetGroups.green.targetGroupArn),
    },
    reads: [
      // Neither call can be bound to a resource.
      allow(['autoscaling:DescribeAutoScalingGroups', 'elasticloadbalancing:DescribeTargetHealth'], ['*']),
    ],
  });
}
