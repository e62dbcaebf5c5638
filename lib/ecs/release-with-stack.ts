import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { allow } from '../machine/allow';
import type { StackRelease } from '../release-on-deploy/stack-release';
import type { ServiceParts } from './release-strategy';

/** What is released of an ECS service that CodeDeploy releases. */
export interface ReleasedService {
  readonly service: ecs.BaseService;
  readonly application: codedeploy.IEcsApplication;
  readonly groupName: string;
  readonly groupArn: string;
  readonly configNames: readonly string[];
  readonly appSpec: string;
}

/** Lets the stack release the service. */
export function releaseWithStack(release: StackRelease, { props }: ServiceParts, released: ReleasedService): void {
  const { service, application, groupName, groupArn, configNames, appSpec } = released;
  const { cluster, taskDefinition } = props;
  const config = (resourceName: string) =>
    Stack.of(release).formatArn({
      service: 'codedeploy',
      resource: 'deploymentconfig',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  release.define({
    version: taskDefinition.taskDefinitionArn,
    target: (handler) => ({
      Application: application.applicationName,
      DeploymentGroup: groupName,
      Cluster: cluster.clusterName,
      Service: service.serviceName,
      TaskDefinition: taskDefinition.taskDefinitionArn,
      AppSpec: appSpec,
      Hook: handler.functionArn,
    }),
    events: [
      {
        source: ['aws.codedeploy'],
        detailType: ['CodeDeploy Deployment State-change Notification'],
        detail: { application: [application.applicationName], deploymentGroup: [groupName] },
      },
    ],
    statements: [
      allow(
        [
          'codedeploy:ListDeployments',
          'codedeploy:GetDeployment',
          'codedeploy:CreateDeployment',
          'codedeploy:PutLifecycleEventHookExecutionStatus',
        ],
        [groupArn],
      ),
      // A deployment registers its AppSpec with the application, and names its config.
      allow(
        ['codedeploy:RegisterApplicationRevision', 'codedeploy:GetApplicationRevision'],
        [application.applicationArn],
      ),
      allow(['codedeploy:GetDeploymentConfig'], configNames.map(config)),
      // These take no resource: AWS's Service Authorization Reference lists none for them.
      allow(['codedeploy:GetDeploymentTarget', 'codedeploy:StopDeployment', 'codedeploy:ContinueDeployment'], ['*']),
      allow(['ecs:DescribeServices'], [service.serviceArn]),
    ],
  });
}
