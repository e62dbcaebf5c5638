import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Settings } from '../../lambda/watch-ecs/environment';
import type { WatchedDeployments } from '../analysis/deployment-watch';
import { allow } from '../machine/allow';
import { expression } from '../machine/asl';

/**
 * The deployments of one deployment group of CodeDeploy. To stop one gives everything to the original task set.
 *
 * @param settings names; they may be tokens, and alarms may be added to it
 * @see https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html
 */
export function codeDeployDeployments(scope: Construct, settings: Settings): WatchedDeployments {
  const { application, deploymentGroup } = settings;
  const groupArn = Stack.of(scope).formatArn({
    service: 'codedeploy',
    resource: 'deploymentgroup',
    resourceName: `${application}/${deploymentGroup}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return {
    handler: 'watch-ecs',
    settings: () => settings,
    reads: [
      allow(['codedeploy:GetDeployment'], [groupArn]),
      // Neither has a resource to be bound to, by the Service Authorization Reference; both only read.
      allow(['codedeploy:GetDeploymentTarget', 'cloudwatch:DescribeAlarms'], ['*']),
    ],
    stopping: {
      who: 'CodeDeploy',
      state: 'StopDeployment',
      resource: 'aws-sdk:codedeploy:stopDeployment',
      arguments: { DeploymentId: expression('$deployment'), AutoRollbackEnabled: true },
    },
    // No resource to bind it to, by the Service Authorization Reference; the function answers for its own deployment group only.
    stop: allow(['codedeploy:StopDeployment'], ['*']),
    begins: {
      source: ['aws.codedeploy'],
      detailType: ['CodeDeploy Deployment State-change Notification'],
      detail: { state: ['START'], application: [application], deploymentGroup: [deploymentGroup] },
    },
    named: '$.detail.deploymentId',
  };
}
